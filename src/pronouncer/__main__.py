"""`python -m pronouncer` is the `pronouncer` command."""

from pronouncer.cli.main import run

if __name__ == "__main__":
    run()
