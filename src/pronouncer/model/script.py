"""What is read, in which order and with which pauses."""

from pronouncer.model.article import BlockKind, Hint
from pronouncer.noun import noun


@noun
class Sentence:
    """A stretch of the article that is said in one breath of the engine."""

    id: str
    """Stable: made from the text, and a number where the same text comes again."""
    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character in `Article.text`."""
    text: str
    """`Article.text[start:end]`, verbatim."""
    kind: BlockKind
    """The kind of block it stands in."""
    block: int
    """Index in `Article.blocks`; -1 for what is said and not written, such as a disclosure."""
    pause: float
    """Seconds of silence after it; SSML 1.1 `break time`."""
    alias: str = ""
    """What is said for all of it instead of its words; SSML 1.1 `sub alias`. Empty where its words are said."""
    quoted: bool = False
    """Whether it is somebody's words, said in a voice of its own."""
    speaker: str = ""
    """Whose words they are, by name as the article has it; empty where that is not sure."""
    language: str = ""
    """BCP 47; empty for the script's."""

    @property
    def shown(self) -> str:
        """What captions show: its text, or what is said where nothing is written."""
        return self.text or self.alias


@noun
class Omission:
    """A stretch of the article that is not read, and why."""

    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character in `Article.text`."""
    reason: str
    """A block kind that is not read, or `no words`."""


@noun
class Script:
    """The running text of the audio version."""

    sentences: tuple[Sentence, ...]
    """In the order they are said."""
    omissions: tuple[Omission, ...]
    """What the listener does not hear."""
    language: str
    """BCP 47."""
    article: str = ""
    """`Article.source`."""
    section: str = ""
    """`Article.section`."""
    hints: tuple[Hint, ...] = ()
    """`Article.hints`."""
