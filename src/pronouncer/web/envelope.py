"""What every answer of the API looks like, and what its requests may hold."""

import re
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, model_validator

from pronouncer.model.digest import text_digest
from pronouncer.web.errors import CODES, Refused

Noun = TypeVar("Noun")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps: NUL, and halves of characters."""

Number = Annotated[int, Path(ge=1, le=2**53)]
"""The number of a row, in a path."""
ArticleId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of an article.")]
Cursor = Annotated[str, Query(max_length=200, description="`page.next` of the page before.")]
Most = Annotated[int, Query(ge=1, le=200, description="Rows on a page.")]


class Shape(BaseModel):
    """A body or an answer. Unknown fields of a body are refused, so that a slip is noticed."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, data: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        return cleaned(data)


class Page(BaseModel):
    """Where a list goes on."""

    next: str = ""
    """Cursor; empty on the last page."""


class Envelope(BaseModel, Generic[Noun]):
    """Every success."""

    data: Noun
    page: Page | None = None


class Fault(BaseModel):
    """What went wrong."""

    code: str
    message: str
    detail: Any = None


class Problem(BaseModel):
    """Every failure."""

    error: Fault


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": CODES[status]}
    for status in (400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 503)
}


def cleaned(data: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return JSON data without what no database keeps."""
    if isinstance(data, str):
        return _UNUSABLE.sub("\ufffd", data)
    if isinstance(data, dict):
        return {cleaned(name): cleaned(value) for name, value in data.items()}
    if isinstance(data, list):
        return [cleaned(each) for each in data]
    return data


def tag(*parts: object) -> str:
    """Return the ETag (RFC 9110) of something in a state."""
    return f'"{text_digest(repr(parts), 8)}"'


def unchanged(request: Request, response: Response, etag: str) -> bool:
    """Note the ETag of an answer, and tell whether the client has it already (If-None-Match)."""
    response.headers["ETag"] = etag
    return etag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]


def expect(request: Request, etag: str) -> None:
    """Refuse a change of something that is not as the client saw it (If-Match). Raises Refused."""
    wanted = request.headers.get("if-match", "")
    if wanted and wanted != "*" and etag not in [each.strip() for each in wanted.split(",")]:
        raise Refused(412, "It was changed meanwhile. Read it again.")
