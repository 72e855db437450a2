"""Pronunciation Lexicon Specification 1.0 (W3C Recommendation, 14 October 2008), in and out.

Files come from anywhere, so that nothing of XML that reaches outside the file, or grows inside it, gets as far as the
parser: a document type is refused in the text, before there is a tree.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

from lxml import etree

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.phones.alphabet import compiled
from pronouncer.phones.alphabets import X_SAMPA, ipa_of_x_sampa
from pronouncer.pronounce.lexicons.notation import aliased, pronounced
from pronouncer.pronounce.lexicons.outcome import (
    Export,
    Found,
    Import,
    found,
    gathered,
    limited,
    losses,
    of_one_language,
    recased,
    sorted_out,
)
from pronouncer.pronounce.lexicons.reading import decoded

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_PLS = f"{{{NAMESPACE}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_OUR_ROLES = "urn:pronouncer:role"
_PROLOGUE = re.compile(r"(?:\s+|<\?(?:[^?]|\?(?!>))*\?>|<!--(?:[^-]|-(?!->))*-->)*+")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROLES = {
    "noun": "noun", "n": "noun", "nn": "noun", "verb": "verb", "v": "verb", "vb": "verb", "adjective": "adjective",
    "adj": "adjective", "jj": "adjective", "person": "person", "place": "place",
}  # fmt: skip
_HELD = ("grapheme", "phoneme", "alias", "language", "role", "status", "scope", "match")


def parse(data: bytes, where: str, *, match: str = "any") -> Import:
    """Return the entries of a lexicon; `match` is the case in which its program looks for words.

    Raises LexiconError for what is no valid PLS 1.0, with the line.
    """
    root = _tree(decoded(data, where), where)
    _check(root, where)
    return gathered(item for lexeme in root.iter(f"{_PLS}lexeme") for item in _entries(lexeme, root, match))


def _tree(text: str, where: str) -> etree._Element:
    prologue = _PROLOGUE.match(text)
    end = prologue.end() if prologue else 0
    if text.startswith("<!DOCTYPE", end):
        line = text.count("\n", 0, end) + 1
        raise LexiconError(
            f"{where}, line {line}: a document type is not read. Remove <!DOCTYPE ...> and its entities."
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise LexiconError(
            f"{where}, line {line}: the XML is not well-formed ({error.msg}). Export it again."
        ) from error


def _check(root: etree._Element, where: str) -> None:
    """Raise LexiconError with the first line that is no PLS 1.0."""
    if root.tag != f"{_PLS}lexicon":
        message = f"the root is {root.tag}, and in PLS it is lexicon in the namespace {NAMESPACE}"
        raise LexiconError(f"{where}, line {root.sourceline}: {message}.")
    if root.get("version") != "1.0":
        raise LexiconError(f"{where}, line {root.sourceline}: version {root.get('version')!r} is not read: write 1.0.")
    schema = _schema()
    if not schema.validate(root):
        error = schema.error_log[0]
        raise LexiconError(f"{where}, line {error.line}: this is no PLS 1.0 ({error.message}). Correct it there.")


@functools.cache
def _schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(files(__package__).joinpath("pls.rng").read_bytes()))


def _entries(lexeme: etree._Element, root: etree._Element, match: str) -> Iterator[Found]:
    """Yield one entry for each grapheme and role of a lexeme."""
    chosen, changes = _pronunciation(lexeme)
    graphemes = [(child.sourceline, _text(child)) for child in lexeme.findall(f"{_PLS}grapheme")]
    try:
        fields, more = _said(chosen, root)
    except ValueError as error:
        yield from (Found(line, grapheme, str(error)) for line, grapheme in graphemes)
        return
    fixed = {"language": root.get(f"{_XML}lang"), "match": match, **fields}
    for role, change in _roles(lexeme):
        for line, grapheme in graphemes:
            yield found(line, {"grapheme": grapheme, "role": role, **fixed}, [*changes, *more, *change])


def _pronunciation(lexeme: etree._Element) -> tuple[etree._Element | None, list[str]]:
    """Return the phoneme or alias that is said: the first preferred one, else the first (PLS 1.0, 4.9.2)."""
    given = [child for child in lexeme if child.tag in (f"{_PLS}phoneme", f"{_PLS}alias")]
    if not given:
        return None, []
    preferred = [child for child in given if child.get("prefer") == "true"]
    chosen = (preferred or given)[0]
    what = "preferred" if preferred else "first"
    return chosen, [f"the {what} of its {len(given)} pronunciations is taken"] if len(given) > 1 else []


def _said(chosen: etree._Element | None, root: etree._Element) -> tuple[dict[str, str], list[str]]:
    """Return the fields of a phoneme or alias, and what was changed. Raises ValueError for an unreadable phoneme."""
    if chosen is None:
        return {}, []
    if chosen.tag == f"{_PLS}alias":
        return aliased(_text(chosen))
    return pronounced(_text(chosen), chosen.get("alphabet") or root.get("alphabet"))


def _roles(lexeme: etree._Element) -> list[tuple[str, list[str]]]:
    """Return the roles that a lexeme holds in, an empty one for all, each with what was changed."""
    names = [name.rpartition(":")[2] for name in lexeme.get("role", "").split()]
    roles: dict[str, list[str]] = {}
    for name in names:
        role = _ROLES.get(name.casefold(), name)
        change = f"its role {name!r} is read as {role}" if name.casefold() in _ROLES else _unknown(name)
        roles.setdefault(role, [] if role == name and name in _ROLES else [change])
    return list(roles.items()) or [("", [])]


def _unknown(role: str) -> str:
    return f"no language knows the role {role!r}: it is said nowhere until the role is changed"


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def write(lexemes: Iterable[Lexeme], *, language: str = "", match: str = "any", alphabet: str = "ipa") -> Export:
    """Return a lexicon of one language; `match` is the case in which its program looks for words.

    Raises LexiconError where the language has to be chosen.
    """
    lexemes = list(lexemes)
    language = of_one_language(lexemes, language)
    if not language:
        raise LexiconError("A PLS lexicon names its language, and no entry has one: choose it.")
    fitting, left_out = sorted_out(
        lexemes, lambda lexeme: limited(lexeme, language) or _unheld(lexeme, match) or _unspelled(lexeme, alphabet)
    )
    root = etree.Element(f"{_PLS}lexicon", nsmap={None: NAMESPACE, "is": _OUR_ROLES}, version="1.0", alphabet=alphabet)
    root.set(f"{_XML}lang", language)
    for lexeme in fitting:
        _append(root, lexeme, alphabet)
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()
    return Export(text, (*left_out, *losses(fitting, _HELD, language), *recased(fitting, match)))


def _append(root: etree._Element, lexeme: Lexeme, alphabet: str) -> None:
    element = etree.SubElement(root, f"{_PLS}lexeme")
    if lexeme.role:
        element.set("role", f"is:{lexeme.role}")
    etree.SubElement(element, f"{_PLS}grapheme").text = lexeme.grapheme
    if lexeme.alias:
        etree.SubElement(element, f"{_PLS}alias").text = lexeme.alias
    else:
        etree.SubElement(element, f"{_PLS}phoneme").text = _in(lexeme.phoneme, alphabet)


def _in(phoneme: str, alphabet: str) -> str:
    if alphabet == "ipa":
        return phoneme
    return " ".join(compiled(word, X_SAMPA).text for word in phoneme.split())


def _unheld(lexeme: Lexeme, match: str) -> str:
    """Return why PLS cannot hold an entry, or an empty string."""
    if lexeme.match != match == "any":
        return f"it is matched in its case only ({lexeme.match}), and PLS does not say so"
    if lexeme.role and not _NAME.fullmatch(lexeme.role):
        return f"the role {lexeme.role!r} is no name of XML"
    if any(_UNWRITABLE.search(text) for text in (lexeme.grapheme, lexeme.phoneme, lexeme.alias)):
        return "it holds a character that XML cannot hold"
    return ""


def _unspelled(lexeme: Lexeme, alphabet: str) -> str:
    """Return why a pronunciation would be another one in X-SAMPA, or an empty string."""
    if alphabet == "ipa" or not lexeme.phoneme:
        return ""
    again = ipa_of_x_sampa(_in(lexeme.phoneme, alphabet))
    return "" if again == lexeme.phoneme else f"/{lexeme.phoneme}/ would be /{again}/ in X-SAMPA: use IPA"
