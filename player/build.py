"""Write `listen-to-article.js` from `src/`: python player/build.py

What pages load is one small file that needs no build; this is how it is made from files that are good to read. A test
makes it again and compares the bytes.
"""

import json
import re
from collections import Counter
from pathlib import Path
from string import ascii_letters

import minify

HERE = Path(__file__).parent
PARTS = ("parts", "page-text", "reading", "bar", "report", "face", "player", "element")
SHIFTS = {"uk": 0x3D0, "he": 0x570, "ar": 0x5D0}
"""How far the letters of a script are moved, to lie between @ and DEL: two bytes a letter pack badly."""
PRIVATE = """
announce away bar bareOf began between build clicked dismiss dismissed draw drawRates element emit enter entry face
fail fetched fill fillList firstIn flows formats free jump keepPlace kept known labelled later leave locate mark message
moment pace paragraphOf paragraphs patience placeOf plain queue ranges reading reread reserve reserved root session
shown sleepIn sleeps spoken started swap tenth texts tick timers toMoment tries tune turn waits wanted whole wordAt
""".split()
"""Names of properties that only the player's own files use: they become one or two letters."""
FRAME = """(() => {{
const NAME = "listen-to-article";
if (customElements.get(NAME)) return;
{body}
customElements.define(NAME, ListenToArticle);
}})();
"""


def built() -> str:
    """Return the script that pages load."""
    written = constants()
    holes = [f'const {name} = "@{name}@";' for name in written]
    sources = [(HERE / f"src/{part}.js").read_text("utf-8") for part in PARTS]
    small = shortened(minify.string("application/javascript", FRAME.format(body="\n".join([*holes, *sources]))))
    for name, value in written.items():
        small = small.replace(f'"@{name}@"', value)
    version = json.loads((HERE / "package.json").read_text("utf-8"))["version"]
    return f"/* listen-to-article {version}, Apache-2.0 */\n{small}\n"


def constants() -> dict[str, str]:
    """Return as JavaScript the texts, one line a language in the order of KEYS, and the style sheets."""
    rows = [line.split("\t") for line in (HERE / "src/texts.tsv").read_text("utf-8").splitlines()]
    keys, *columns = zip(*rows, strict=True)
    texts = {language: shifted(language, "=".join(values)) for language, *values in columns}
    sheets = {
        name: minify.string("text/css", (HERE / f"src/{name}.css").read_text("utf-8")) for name in ("looks", "marks")
    }
    return {
        "KEYS": f"{quoted(' '.join(keys[1:]))}.split(' ')",
        "SHIFTS": quoted(SHIFTS),
        "TEXTS": f"{{{','.join(f'{language}:{quoted(text)}' for language, text in texts.items())}}}",
        **{f"{name.upper()}_CSS": quoted(css) for name, css in sheets.items()},
    }


def shortened(code: str) -> str:
    """Return code with the names of PRIVATE replaced, the most frequent by the shortest."""
    counts = Counter(re.findall(r"\w+", code))
    letters = [*ascii_letters, *(f"{one}{other}" for one in "_$" for other in ascii_letters)]
    names = dict(zip(sorted(PRIVATE, key=lambda name: (-counts[name], name)), letters, strict=False))
    return re.sub(rf"\b({'|'.join(PRIVATE)})\b", lambda found: names[found[0]], code)


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
