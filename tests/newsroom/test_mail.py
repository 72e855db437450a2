"""Mail: handed over to a real SMTP server, encrypted on its way, with nothing in it that a stranger could put there."""

import socket
from pathlib import Path

import pytest
from tests.postoffice import PASSWORD, USER, certified, post_office

from pronouncer.errors import MailError
from pronouncer.newsroom.mail import box
from pronouncer.newsroom.mail.letter import address_of, letter
from pronouncer.server import Server

FROM = "The Courier, Ltd. <listen@courier.example.org>"
LOGIN = f"{USER}:p%40ss%2Fword"


def sent(server: Server, to: str = "lee@example.org", subject: str = "Right now", text: str = "It is.\n") -> None:
    """Send a mail."""
    with box.opened(server) as open_:
        open_.put(letter(server, to=to, subject=subject, text=text, key="k-1", now=1_795_000_000.0), to)


def test_a_mail_is_plain_and_says_that_a_program_wrote_it() -> None:
    """One plain text with a date, a name of its own and no more headers than it needs, from the house's address."""
    with post_office() as office:
        sent(Server(smtp=f"smtp://127.0.0.1:{office.port}", mail_from=FROM), text="“Zelenskyy”\n.\nétait là.\n")
    (mail,) = office.taken
    assert (mail.sender, mail.to, mail.encrypted, mail.user) == (
        "listen@courier.example.org",
        ["lee@example.org"],
        False,
        "",
    )
    headers = dict(mail.message.items())
    assert headers == {
        "From": '"The Courier, Ltd." <listen@courier.example.org>',
        "To": "lee@example.org",
        "Subject": "Right now",
        "Date": "Wed, 18 Nov 2026 11:06:40 +0000",
        "Message-ID": "<k-1@courier.example.org>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }
    assert mail.message.get_content().splitlines() == ["“Zelenskyy”", ".", "était là."]
    assert mail.raw.isascii() and max(map(len, mail.raw.splitlines())) < 100


@pytest.mark.parametrize("wrapped", [False, True], ids=["smtp", "smtps"])
def test_a_password_goes_through_tls_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrapped: bool) -> None:
    """With STARTTLS and with TLS from the start; a certificate that nobody vouches for is refused before it is told."""
    pem = certified(tmp_path)
    monkeypatch.setattr(box, "_HERE", frozenset())  # as if it were another machine
    with post_office(pem, wrapped=wrapped) as office:
        url = f"{'smtps' if wrapped else 'smtp'}://{LOGIN}@127.0.0.1:{office.port}"
        server = Server(smtp=url, mail_from=FROM)
        with pytest.raises(MailError, match="certificate verify failed") as refused:
            sent(server)
        assert not refused.value.permanent and PASSWORD not in str(refused.value)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        sent(server)
        with pytest.raises(MailError, match="535"):
            sent(Server(smtp=url.replace("p%40ss", "wrong"), mail_from=FROM))
    assert [(mail.encrypted, mail.user) for mail in office.taken] == [(True, USER)]


def test_another_machine_is_not_told_anything_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that offers no TLS, or from which somebody took the offer away, gets neither password nor mail."""
    monkeypatch.setattr(box, "_HERE", frozenset())
    with post_office() as office, pytest.raises(MailError, match="STARTTLS"):
        sent(Server(smtp=f"smtp://{LOGIN}@127.0.0.1:{office.port}", mail_from=FROM))
    assert office.taken == []


@pytest.mark.parametrize(
    ("answers", "permanent"),
    [
        ({"RCPT": "550 No such user"}, True),
        ({"RCPT": "451 Come again"}, False),
        ({"DATA": "554 Spam"}, True),
        ({"DATA": "451 Full"}, False),
        ({"DATA": "gone"}, True),
        ({"MAIL": "553 You are not this"}, False),
    ],
    ids=str,
)
def test_what_went_wrong_says_whether_to_try_again(answers: dict[str, str], permanent: bool) -> None:
    """A reply about this mail is final, one about now or the settings is not; nobody gets what may have come twice."""
    with post_office() as office:
        office.answers = answers
        with pytest.raises(MailError, match="The mail server says") as failure:
            sent(Server(smtp=f"smtp://127.0.0.1:{office.port}", mail_from=FROM))
    assert failure.value.permanent is permanent


def test_a_server_that_is_away_or_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is waited for long, and both can be tried again."""
    monkeypatch.setattr(box, "_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = Server(smtp=f"smtp://127.0.0.1:{mute.getsockname()[1]}", mail_from=FROM)
        with pytest.raises(MailError) as silent:
            sent(server)
    with pytest.raises(MailError) as away:
        sent(server)
    assert not silent.value.permanent and not away.value.permanent


def test_one_refusal_does_not_end_the_connection() -> None:
    """The next mail goes through the same one."""
    with post_office() as office:
        office.answers = {"lee@example.org": "550 No such user"}
        server = Server(smtp=f"smtp://127.0.0.1:{office.port}", mail_from=FROM)
        with box.opened(server) as open_:
            for to in ("lee@example.org", "kim@example.org"):
                message = letter(server, to=to, subject="S", text="T\n", key=to[:3], now=0.0)
                if to.startswith("lee"):
                    with pytest.raises(MailError):
                        open_.put(message, to)
                else:
                    open_.put(message, to)
    assert [mail.to for mail in office.taken] == [["kim@example.org"]] and office.asked == 1


@pytest.mark.parametrize(
    "subject",
    [
        "Ferry\r\nBcc: all@example.org",
        "Ferry\nX: y",
        "Ferry\x00\x0b\u2028Bcc: all@example.org",
        "\r\n\r\nhello",
        "é" * 900,
    ],
)
def test_a_headline_puts_no_header_into_a_mail(subject: str) -> None:
    """Breaks of lines in a subject are spaces, and it ends somewhere."""
    with post_office() as office:
        sent(Server(smtp=f"smtp://127.0.0.1:{office.port}", mail_from=FROM), subject=subject)
    (mail,) = office.taken
    assert len(mail.message.keys()) == 9 and "bcc" not in mail.message and "x" not in mail.message
    assert len(mail.message["subject"]) <= 150 and mail.to == ["lee@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "lee@example.org\r\nBcc: all@example.org",
        "lee@example.org,kim@example.org",
        "lee@example.org> SIZE=1",
        "<lee@example.org>",
        '"lee kim"@example.org',
        "lee@[127.0.0.1]",
        "lee@localhost",
        "lee@example.org\x00",
        "élan@example.org",
        "lee..kim@example.org",
        f"{'l' * 65}@example.org",
        "lee",
        "@example.org",
        "",
    ],
)
def test_only_a_plain_address_is_written_to(address: str) -> None:
    """Whatever could be more than one address, or a command, is none."""
    with pytest.raises(MailError) as failure:
        address_of(address)
    assert failure.value.permanent


def test_names_in_other_letters_are_those_of_the_dns() -> None:
    """A host with an umlaut is written to under the name that the DNS has for it."""
    assert address_of(" lee+news@bücher.example ") == "lee+news@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "values",
    [
        {"smtp": "smtp://mx.example.org"},
        {"mail_from": "listen@example.org"},
        {"smtp": "http://mx.example.org", "mail_from": "listen@example.org"},
        {"smtp": "smtp://secret: x@mx.example.org", "mail_from": "listen@example.org"},
        {"smtp": "smtp://mx.example.org", "mail_from": "listen"},
        {"smtp": "smtp://mx.example.org", "mail_from": "A <listen@example.org>, B <b@example.org>"},
        {"smtp": "smtp://mx.example.org", "mail_from": "A\r\nBcc: b@example.org <listen@example.org>"},
    ],
    ids=str,
)
def test_settings_of_mail_that_cannot_be(values: dict[str, str]) -> None:
    """Both are given, each is of its form, and the message shows no password."""
    with pytest.raises(ValueError, match=r"server\.(smtp|mail_from)") as failure:
        Server(**values)  # type: ignore[arg-type]
    assert "secret" not in str(failure.value)
    assert "word" not in repr(Server(smtp="smtp://a:word@mx.example.org", mail_from="listen@example.org"))
