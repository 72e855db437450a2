"""One pass over a DOM that yields its blocks of text with their kinds and where they stand."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree, html

from pronouncer.ingest.boilerplate import kind_of
from pronouncer.ingest.sources.html.marks import BLOCKS, FURNITURE, is_skipped, is_sure, named
from pronouncer.ingest.sources.html.told import Told, told
from pronouncer.model.article import BlockKind, Hint
from pronouncer.noun import noun

_SMALL = 700  # characters of a container whose name says that it is furniture; larger ones may hold the article
_SHARE = 0.25  # of the text under the root, likewise
_UNSEEN = frozenset(("script", "style", "noscript", "template"))  # of these a page holds more than of text
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_CELL = 160  # characters of a cell of a table with data
_BOXES = ("div", "header", "section")  # elements that hold lines rather than sentences
_BREAK = "\u2028"
_BOLD = ("b", "strong")
_STRONG = (
    *_BOLD,
    "font",
    "big",
)  # a line that is wholly in one of them stands apart, as headings did before there was CSS
_LINE = 120  # characters of one
_LINES = ("byline", "timestamp", "credit", "caption", "dateline")  # kinds that an inline element can have
_BESIDE = frozenset(("ad", "related", "newsletter", "player", "bio", "contact", FURNITURE))  # no place for a table
_APART = ("credit", "caption", "related", "contact", "newsletter", "ad")  # kinds of a line that make it its own block
_NEW_TAB = re.compile(r"\W*opens?\s+(?:in\s+)?(?:an?\s+)?new\s+(?:tab|window)\W*", re.IGNORECASE)
_NOTE = re.compile(r"\[?(?:\d{1,3}|[*†‡§a-z])\]?")  # what a footnote mark holds


@noun
class Piece:
    """A block of a page, before it has a place in the article's text."""

    kind: BlockKind
    text: str
    path: str = ""
    """Where its element stands in the page: an XPath."""
    links: float = 0.0
    """Share of its characters that are links, 0 to 1."""
    furniture: bool = False
    """Whether its element's names say that it is no part of the article."""
    asked: bool = False
    """Whether the publisher marked it to be read: `data-listen="only"`."""
    hints: tuple[Hint, ...] = ()
    """How the page says that words of it are said; places in `text`."""


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, for comparing what two readers made of it."""
    return re.sub(r"[\W_]+", "", text).casefold()


def lengths(root: html.HtmlElement) -> Mapping[etree._Element, int]:
    """Return how many characters of text each element holds, in one pass."""
    found: dict[etree._Element, int] = {}
    for element in root.iter():
        found[element] = len(element.text or "") if isinstance(element.tag, str) and element.tag not in _UNSEEN else 0
    for element in reversed(list(found)):
        parent = element.getparent()
        if parent is not None and parent in found:
            found[parent] += found[element] + len(element.tail or "")
    return found


class Walker:
    """Walks what stands under one element of a page."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._root = root
        self._tree = root.getroottree()
        self._lengths = lengths(root)
        self._large = max(_SMALL, _SHARE * self._lengths[root])
        self._words: list[str] = []
        self._linked = 0
        self._links: list[etree._Element] = []
        self._open: list[tuple[etree._Element, str]] = []
        self._asked: list[etree._Element] = []
        self._is_asked = False
        self._told: list[tuple[etree._Element, int, Told]] = []
        self._hints: list[Hint] = []
        self._home: etree._Element = root
        self._apart = ""
        self._begun: dict[etree._Element, int] = {}

    def __iter__(self) -> Iterator[Piece]:
        walker = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                kind = self._kind(element)
                if (
                    is_skipped(element)
                    or _is_note(element)
                    or _is_aside(element)
                    or (kind == FURNITURE and element.tag not in BLOCKS)
                ):
                    walker.skip_subtree()
                    continue  # its end event follows and adds the tail
                if self._parts(element, kind):
                    yield from self._flushed(keep_line=element.tag == "br")
                if element.tag == "table" and _is_data(element):
                    yield from self._table(element)
                    walker.skip_subtree()
                    continue
                self._enter(element, kind)
                continue
            kind = next((kind for opened, kind in self._open[-1:] if opened is element), "")
            if event == "end" and element.tag != "br" and self._parts(element, kind):
                yield from self._flushed(keep_line=False)
            self._leave(element)
        yield from self._flushed(keep_line=False)

    def _table(self, table: etree._Element) -> Iterator[Piece]:
        """Yield the caption of a table, and its rows as the lines of one block; nothing of one that is furniture."""
        if named(table) or any(kind in _BESIDE for _, kind in self._open):
            return
        caption = table.find("caption")
        folded = _folded(_text(caption)) if caption is not None else ""
        if folded:
            yield Piece("table_caption", folded, self._tree.getpath(caption))
        rows = [row for row in map(_row, table.iter("tr")) if row]
        if rows:
            yield Piece("table", "\n".join(rows), self._tree.getpath(table))

    def _parts(self, element: etree._Element, kind: str) -> bool:
        """Say whether a block begins or ends with an element: its tag says so, or a line that has a kind of its own."""
        return element.tag in BLOCKS or element.tag == "br" or (kind in _LINES and self._home.tag != "p")

    def _enter(self, element: etree._Element, kind: str) -> None:
        if kind:
            self._open.append((element, kind))
        if element.get("data-listen") == "only":
            self._asked.append(element)
        if element.tag in BLOCKS:
            self._home = element
        elif self._home.tag in _BOXES and self._is_glued(element):
            self._words.append(" · ")
        if element.tag == "a":
            self._links.append(element)
        if element.tag in _STRONG and not self._line().strip():
            self._begun[element] = len(self._words)
        said = told(element)
        if said:
            self._told.append((element, len(_folded("".join([*self._words, "|"]))) - 1, said))
        self._add(element.text)

    def _line(self) -> str:
        return "".join(self._words).rpartition(_BREAK)[2]

    def _is_glued(self, element: etree._Element) -> bool:
        """Say whether an element's word stands right behind another's, as `NameRole` does in a line that CSS parts."""
        before, after = "".join(self._words[-1:])[-1:], (element.text or "")[:1]
        return (after.isupper() and (before.islower() or before.isdigit())) or after == "@"

    def _leave(self, element: etree._Element) -> None:
        if self._told and self._told[-1][0] is element:
            _, start, said = self._told.pop()
            end = len(_folded("".join(self._words)))
            if start < end:
                self._hints.append(Hint(start, end, *said))
        if self._open and self._open[-1][0] is element:
            self._open.pop()
        for opened in (self._asked, self._links):
            if opened and opened[-1] is element:
                opened.pop()
        if self._begun.pop(element, None) is not None and self._line().strip():
            self._apart = self._apart or element.tag
        if element.tag in BLOCKS and self._home is element and element is not self._root:
            parent = element.getparent()
            self._home = parent if parent is not None else self._root
        if element is not self._root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._words.append(text)
            self._apart = "" if text.strip() else self._apart
            self._is_asked |= bool(self._asked)
            self._linked += len(text) if self._links else 0

    def _kind(self, element: etree._Element) -> str:
        """Return what an element is: its tag's kind, unless its names say more."""
        tag = BLOCKS.get(element.tag) or ""
        kind = named(element)
        if element.tag not in BLOCKS and kind not in (*_LINES, FURNITURE):
            return tag
        if element is self._root or (kind and not is_sure(kind) and self._lengths.get(element, 0) > self._large):
            return tag
        if tag == "list_item" and kind == "dek":  # a summary in points
            return tag
        if kind in ("timestamp", "dateline") and self._lengths.get(element, 0) > _CELL:
            return tag
        if kind in ("byline", "dek", "headline") and self._lengths.get(element, 0) > _SMALL:
            return tag
        if tag == "headline" and kind in ("byline", "dek", "timestamp", ""):
            return tag
        return kind or tag

    def _flushed(self, *, keep_line: bool) -> Iterator[Piece]:
        """Yield the block that the words so far make. A single `<br>` is white space, two end a block."""
        text = "".join(self._words)
        apart, self._apart = self._apart, ""
        if keep_line and not apart and not text.endswith(f"\n{_BREAK}"):
            self._words[:] = [text, f"\n{_BREAK}"] if text.strip() else []
            return
        self._words.clear()
        hints, self._hints, self._told = tuple(self._hints), [], []
        linked, self._linked = self._linked, 0
        asked, self._is_asked = self._is_asked, False
        kinds = [kind for _, kind in self._open]
        kind = self._kind_of_block(kinds)
        lines = _lines(text, apart=bool(apart)) if not hints else list(filter(None, [_folded(text)]))
        for line in lines:
            share = min(1.0, linked / len(_folded(text)))
            is_heading = (
                apart in _BOLD and keep_line and line == lines[-1] and kind == "paragraph" and _is_heading(line)
            )
            found = "subhead" if is_heading else kind
            furniture = FURNITURE in kinds and not asked
            yield Piece(found, line, self._tree.getpath(self._home), share, furniture, asked, hints)  # type: ignore[arg-type]

    def _kind_of_block(self, kinds: Sequence[str]) -> str:
        kind = next((each for each in reversed(kinds) if each != FURNITURE), "paragraph")
        if "quote" in kinds and kind in ("paragraph", "list_item"):
            kind = "quote"
        if kind == "paragraph" and self._home.tag != "td" and self._is_in_figure():
            kind = "caption"
        strong = ("embed", "pull_quote", "caption", "correction")
        return next((each for each in reversed(strong) if each in kinds), kind)

    def _is_in_figure(self) -> bool:
        """Say whether the block stands in a small figure: what is not its caption is what the page says to its eye."""
        figure = self._home if self._home.tag == "figure" else next(self._home.iterancestors("figure"), None)
        return figure is not None and self._lengths.get(figure, 0) <= _SMALL


def _row(row: etree._Element) -> str:
    """Return a row of a table as a line: its cells, and a colon where all of them are headings."""
    cells = [(cell.tag, _folded(_text(cell))) for cell in row.iterchildren("td", "th")]
    line = "; ".join(text for _, text in cells if text)
    return f"{line}:" if line and all(tag == "th" for tag, _ in cells) else line


def _text(element: etree._Element) -> str:
    return "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style)]"))


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).translate(_LIGATURES).split())


def _is_heading(line: str) -> bool:
    return len(line) <= _LINE and line[-1] not in ".!…,;"


def _lines(text: str, *, apart: bool) -> list[str]:
    """Return the blocks that the lines of a text make: one, but for a heading and what is no running text."""
    found: list[list[str]] = [[]]
    lines = list(filter(None, map(_folded, text.split(_BREAK))))
    for place, line in enumerate(lines):
        alone = len(lines) > 1 and (kind_of(line) in _APART or (apart and place == len(lines) - 1))
        found += [[line], []] if alone else []
        if not alone:
            found[-1].append(line)
    return [" ".join(block) for block in found if block]


def _is_data(table: etree._Element) -> bool:
    """Say whether a table holds data: one of a single row or column, with long cells or parts of a page, does not."""
    widths = [len(row.findall("td")) + len(row.findall("th")) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths) < 2 or table.find(".//h1") is not None:
        return False
    if table.find(".//p") is not None or table.find(".//table") is not None:
        return False
    return all(len(cell.text_content()) <= _CELL for cell in table.iter("td"))


def _is_aside(element: etree._Element) -> bool:
    """Say whether an element says something to screen readers alone, about a link."""
    return element.tag == "span" and bool(element.text) and bool(_NEW_TAB.fullmatch(element.text))


def _is_note(element: etree._Element) -> bool:
    """Say whether an element is the mark of a footnote."""
    if element.tag not in ("sup", "a"):
        return False
    text = (element.text_content() or "").strip()
    if element.tag == "a":
        return bool(element.get("href", "").startswith("#fn") and _NOTE.fullmatch(text))
    return bool(_NOTE.fullmatch(text)) and (text.startswith("[") or element.find(".//a") is not None)
