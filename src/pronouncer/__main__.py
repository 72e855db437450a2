"""The `pronouncer` command, and `python -m pronouncer`."""

import gc


def run() -> None:
    """Run the command. Imports make no garbage either: collecting it would cost them a twentieth of their time."""
    gc.disable()
    from pronouncer.cli.main import run

    run()


if __name__ == "__main__":
    run()
