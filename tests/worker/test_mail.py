"""Mail, as a server with its worker sends it by itself."""

import time
from pathlib import Path

import sqlalchemy as sa
from tests.postoffice import post_office
from tests.served import serving

from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.loop import letters, reports


def test_a_worker_thanks_by_itself(tmp_path: Path) -> None:
    """Within its next round, with links to where the server really is."""
    with post_office() as office:
        mail = {"SMTP": f"smtp://127.0.0.1:{office.port}", "MAIL_FROM": "Courier <listen@courier.example.org>"}
        environ = {f"PRONOUNCER_SERVER_{name}": value for name, value in mail.items()}
        with serving(tmp_path, environ) as served:
            database = Database(f"sqlite:///{tmp_path / 'data/pronouncer.db'}")
            report = {
                "word": "Adeyemi",
                "state": "fixed",
                "at": time.time(),
                "token": "t",
                "contact": "lee@example.org",
            }
            with database.writing() as connection:
                connection.execute(sa.insert(reports).values(**report))

            def sent() -> bool:
                with database.reading() as connection:
                    return connection.execute(sa.select(letters.c.state)).scalars().all() == ["sent"]

            served.until(sent)
            database.close()
        (mail_,) = office.taken
    text = mail_.message.get_content().replace("\r\n", "\n")
    assert mail_.to == ["lee@example.org"] and f"\n{served.base}/report/t\n" in text
    assert "You reported it in" not in text  # the article is not there any more
