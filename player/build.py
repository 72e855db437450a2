"""Write `listen-to-article.js` from `src/`: python player/build.py

What pages load is one small file that needs no build; this is how it is made from files that are good to read. A test
makes it again and compares the bytes.
"""

import json
import re
from pathlib import Path

import minify

HERE = Path(__file__).parent
PARTS = ("parts", "page-text", "reading", "bar", "report", "face", "player", "element")
SHIFTS = {"uk": 0x3D0, "he": 0x590, "ar": 0x5E0}
"""How far the letters of a script are moved, to lie between @ and DEL: two bytes a letter pack badly."""
FRAME = """(() => {{
const NAME = "listen-to-article";
if (customElements.get(NAME)) return;
{body}
customElements.define(NAME, ListenToArticle);
}})();
"""


def built() -> str:
    """Return the script that pages load."""
    sources = [*constants(), *((HERE / f"src/{part}.js").read_text("utf-8") for part in PARTS)]
    version = json.loads((HERE / "package.json").read_text("utf-8"))["version"]
    small = minify.string("application/javascript", FRAME.format(body="\n".join(sources)))
    return f"/* listen-to-article {version}, Apache-2.0 */\n{small}\n"


def constants() -> list[str]:
    """Return the texts, one line a language in the order of KEYS, and the style sheets."""
    rows = [line.split("\t") for line in (HERE / "src/texts.tsv").read_text("utf-8").splitlines()]
    keys, *columns = zip(*rows, strict=True)
    texts = {language: shifted(language, "=".join(values)) for language, *values in columns}
    sheets = {
        name: minify.string("text/css", (HERE / f"src/{name}.css").read_text("utf-8")) for name in ("looks", "marks")
    }
    return [
        f"const KEYS = {quoted(' '.join(keys[1:]))}.split(' ');",
        f"const SHIFTS = {quoted(SHIFTS)};",
        f"const TEXTS = {quoted(texts)};",
        *(f"const {name.upper()}_CSS = {quoted(css)};" for name, css in sheets.items()),
    ]


def shifted(language: str, text: str) -> str:
    """Return a text with the letters of its script moved into ASCII. Raises ValueError where it holds Latin ones."""
    shift = SHIFTS.get(language, 0)
    if shift and re.search(r"[@-\x7f]", text):
        raise ValueError(f"{language}: a text with Latin letters in it cannot be moved")
    return re.sub(r"[\u0410-\u044f\u05d0-\u05ea\u0621-\u0652]", lambda found: chr(ord(found[0]) - shift), text)


def quoted(value: object) -> str:
    """Return a value as JavaScript."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    (HERE / "listen-to-article.js").write_text(built(), "utf-8")
