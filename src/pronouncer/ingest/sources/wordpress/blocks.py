"""What WordPress leaves in the HTML of a post: block marks, shortcodes, paragraphs that are only blank lines."""

import re

_BLOCK_MARK = re.compile(r"<!--\s*/?(?:wp:|more\b|nextpage\b|noteaser\b).*?(?:-->|\Z)", re.DOTALL)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\[\]]{0,2000}\]([^\[\]]{0,5000})\[/(?:wp_)?caption\]")
_EMBED = re.compile(
    r"\[(embed|audio|video|playlist|gallery|code|sourcecode)\b[^\]]{0,2000}\][^\[\]]{0,2000}\[/\1\]", re.DOTALL
)
# A shortcode has attributes, a slash or a name that no one writes in brackets in running text: "[sic]" is kept.
_VALUE = r"(?:\"[^\"\]]{0,2000}\"|'[^'\]]{0,2000}'|[“”″&#;\w./:-]{1,200})"
_SHORTCODE = re.compile(
    rf"\[(?:/[a-z][\w-]{{0,60}}|[a-z][\w-]{{0,60}}(?:\s{{1,9}}[\w-]{{1,40}}={_VALUE}){{1,60}}\s{{0,9}}/?"
    r"|[a-z][\w-]{0,60}\s{0,9}/|[a-z]{1,40}_\w{1,60}|gallery|audio|video|playlist|embed|caption|contact-form)\]"
)
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|pre|section|article|hr)\b", re.IGNORECASE)


def cleaned(content: str) -> str:
    """Return the HTML of a post without block marks and shortcodes, and with its paragraphs marked."""
    content = _BLOCK_MARK.sub("", content)
    content = _CAPTION.sub(r"<figure><figcaption>\1</figcaption></figure>", content)
    content = _EMBED.sub("", content)
    names = set(re.findall(r"\[/([a-z][\w-]{0,60})\]", content))
    content = re.sub(r"\[([a-z][\w-]{0,60})\]", lambda mark: "" if mark.group(1) in names else mark.group(), content)
    return _with_paragraphs(_SHORTCODE.sub("", content).strip())


def _with_paragraphs(content: str) -> str:
    """The classic editor stores blank lines; the site makes paragraphs of them when it shows the post."""
    if re.search(r"<p[\s>]", content, re.IGNORECASE):
        return content
    parts = [part.strip() for part in re.split(r"\n\s*\n", content) if part.strip()]
    return "\n".join(part if _BLOCK_TAG.match(part) else "<p>" + part.replace("\n", "<br>") + "</p>" for part in parts)
