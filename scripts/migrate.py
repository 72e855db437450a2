"""Write the change that brings databases from the newest one to the tables as they are now.

usage: python scripts/migrate.py "Count how often a word is looked up"

Read what it wrote, and add what nothing can guess, such as values for rows that are there.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from pronouncer.store.database import history
from pronouncer.store.database.database import Database


def main() -> None:
    """Compare the tables with those of a new database, and write the next change."""
    number = f"{int(history.newest()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/new.db")
        database.upgrade()
        with database.writing() as connection:
            config = history.config(connection)
            made = command.revision(config, sys.argv[1].rstrip("."), autogenerate=True, rev_id=number)
        database.close()
    assert made is not None and not isinstance(made, list)
    path = Path(made.path)
    text = path.read_text("utf-8")
    for sign, truth in (("0", "false"), ("1", "true")):  # SQLite's numbers are no truth in PostgreSQL
        text = text.replace(
            f"sa.Boolean(), server_default=sa.text('{sign}')", f"sa.Boolean(), server_default=sa.{truth}()"
        )
    path.write_text(text, "utf-8")
    for step in (["check", "-q", "--fix"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, path], check=True)
    print(path)


if __name__ == "__main__":
    main()
