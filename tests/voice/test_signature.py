"""AWS Signature Version 4, against the examples that AWS published."""

from datetime import UTC, datetime

import pytest

from pronouncer.voice.engines.polly.signature import Signer, canonical

AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SUITE = Signer("AKIDEXAMPLE", SECRET, "", "us-east-1", "service")
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Host": "example.amazonaws.com"}


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "body", "signature"),
    [
        ("GET", "/", "", {}, b"", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET", "/", "Param2=value2&Param1=value1", {}, b"",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        ("POST", "/", "", {}, b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "POST", "/", "", FORM, b"Param1=value1",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ],
    ids=["get-vanilla", "get-vanilla-query-order-key-case", "post-vanilla", "post-x-www-form-urlencoded"],
)  # fmt: skip
def test_the_suite_of_aws(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes, signature: str
) -> None:
    """Requests of the Signature Version 4 test suite have its signatures."""
    signed = SUITE.signed(method, path, query, headers or {"Host": "example.amazonaws.com"}, body, AT)
    assert signed["Authorization"].endswith(f"Signature={signature}")
    assert "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request" in signed["Authorization"]


def test_the_worked_example_of_iam() -> None:
    """The ListUsers request of the guide has the canonical form and the signature that it shows."""
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Host": "iam.amazonaws.com"}
    query = "Action=ListUsers&Version=2010-05-08"
    assert canonical("GET", "/", query, {**headers, "X-Amz-Date": "20150830T123600Z"}, b"") == (
        "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
        "content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\n"
        "x-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    signed = Signer("AKIDEXAMPLE", SECRET, "", "us-east-1", "iam").signed("GET", "/", query, headers, b"", AT)
    assert signed["Authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, "
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )


def test_a_token_is_signed_along() -> None:
    """Temporary credentials send their token in a header that the signature covers."""
    signed = SUITE._replace(session_token="token").signed("GET", "/", "", {"Host": "example.amazonaws.com"}, b"", AT)
    assert signed["X-Amz-Security-Token"] == "token"
    assert "SignedHeaders=host;x-amz-date;x-amz-security-token" in signed["Authorization"]


def test_a_signer_does_not_show_its_secret() -> None:
    """Neither the secret nor the token is in what is printed of it."""
    shown = repr(SUITE._replace(session_token="token"))
    assert SECRET not in shown and "token" not in shown
