"""Markdown (CommonMark and tables), as files and as e-mails hold it. The article's text is the rendered words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pronouncer.ingest.boilerplate import is_byline, kind_of
from pronouncer.ingest.fields import iso, language_tag, parts_of
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.markdown.mail import front_matter, without_footnotes, without_mail
from pronouncer.model.article import Article, Block, BlockKind

_TOP = 6  # a byline stands among the first blocks


class _Piece(NamedTuple):
    """A block, before it has a place in the article's text."""

    kind: BlockKind
    text: str


def read(raw: Raw, language: str) -> Article:
    """Return the article in a Markdown text; the front matter gives title, byline, date, language and section."""
    fields, body = front_matter(raw.text)
    pieces = _retyped(list(_pieces(without_footnotes(without_mail(body)))))
    pieces = _headed(pieces, fields)
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, offset, offset + len(piece.text)))
        offset += len(piece.text) + 2
    text = "\n\n".join(piece.text for piece in pieces)
    declared = language_tag(fields.get("lang") or fields.get("language"))
    return Article(
        text,
        tuple(blocks),
        language or declared or guess(text, "en"),
        raw.name,
        section=fields.get("section") or fields.get("category", ""),
        published=iso(fields.get("date")),
        modified=iso(fields.get("updated") or fields.get("modified")),
    )


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the blocks of a Markdown text in order."""
    # Without "code", four blanks do not make a paragraph code: in e-mails they are only an indent.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    open_names: list[str] = []
    rows: list[str] = []
    cells: list[str] = []
    for token in parser.parse(text):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            open_names.append(f"{name} {token.tag}")
        elif token.nesting == -1:
            open_names.pop()
            if name == "tr":
                rows += ["; ".join(cells) + (":" if "thead thead" in open_names else "")] if cells else []
                cells.clear()
            elif name == "table":
                yield from _piece("table", "\n".join(rows))
                rows.clear()
        elif token.type == "inline":
            words = _words(token.children or ())
            if "table table" in open_names:
                cells += [words] if words else []
            else:
                yield from _piece(_kind(open_names), words)
        elif token.type == "fence":
            yield from _piece("code", token.content)
        elif token.type == "html_block":
            if "<table" in token.content.lower():
                yield from _piece("table", "\n".join(parts_of(token.content)))
            else:
                yield from (_Piece("paragraph", words) for words in parts_of(token.content))


def _piece(kind: BlockKind, words: str) -> Iterator[_Piece]:
    if words.strip():
        yield _Piece(kind, words.strip())


def _kind(open_names: Sequence[str]) -> BlockKind:
    if open_names and open_names[-1].startswith("heading"):
        return "headline" if open_names[-1] == "heading h1" else "subhead"
    if any(name.startswith("list_item") for name in open_names):
        return "list_item"
    return "quote" if "blockquote blockquote" in open_names else "paragraph"


def _words(tokens: Sequence[Token]) -> str:
    """Return what is read of a line: no marks, no addresses of links, nothing of images, no tags."""
    words: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content.lower().startswith("<br"):
            words.append(" ")
    return " ".join("".join(words).split())


def _retyped(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Plain paragraphs get the kind that their words give away, as in plain text."""
    found: list[_Piece] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "paragraph" and index < _TOP and is_byline(piece.text):
            found.append(_Piece("byline", piece.text))
        elif piece.kind == "paragraph":
            found.append(_Piece(kind_of(piece.text) or "paragraph", piece.text))
        else:
            found.append(piece)
    return found


def _headed(pieces: list[_Piece], fields: Mapping[str, str]) -> list[_Piece]:
    """Put one headline first, and what the front matter says of standfirst and author after it."""
    heads = [piece.text for piece in pieces if piece.kind == "headline"]
    title = fields.get("title") or next(iter(heads), "")
    dek = fields.get("dek") or fields.get("subtitle", "")
    by = fields.get("byline") or fields.get("author", "")
    if by and not is_byline(by):
        by = f"By {by}"
    top = [_Piece("headline", title), _Piece("dek", dek), _Piece("byline", by)]
    said = {piece.text.casefold() for piece in top}
    rest = [
        _Piece("subhead" if piece.kind == "headline" else piece.kind, piece.text)
        for piece in pieces
        if piece.text.casefold() not in said or piece.kind not in ("headline", "byline")
    ]
    return [piece for piece in top if piece.text] + rest
