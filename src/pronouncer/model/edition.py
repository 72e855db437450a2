"""What is published: everything that made the audio version, in one place."""

from pronouncer.model.article import Article
from pronouncer.model.master import Chapter, Cue, Loudness, Rendition
from pronouncer.model.script import Script
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun


@noun
class SpokenWord:
    """When and where one written token is heard: the end of the chain of spans."""

    sentence_id: str
    """`Sentence.id`."""
    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character in `Article.text`."""
    spoken: str
    """The word or words that were said."""
    at: float
    """Seconds from the start of the audio to the first sample of the word."""
    until: float
    """Seconds to the last sample of the word."""


@noun
class Exported:
    """A file that was made from an edition and stands beside its audio."""

    name: str
    """In the table of exports, such as `epub`."""
    file: str
    """File name in the edition folder."""
    media_type: str
    """RFC 6838."""
    bytes: int
    """Size of the file."""


@noun
class Edition:
    """One audio version of one article; the content of `edition.json`."""

    fingerprint: str
    """Hash of all that went in: the same fingerprint is the same edition."""
    headline: str
    """As written."""
    duration: float
    """Seconds."""
    minutes: int
    """What the player says: max(1, round(duration / 60))."""
    disclosure: str
    """The sentence that tells listeners how the audio was made."""
    article: Article
    script: Script
    utterances: tuple[Utterance, ...]
    voices: tuple[Voice, ...]
    """Who speaks, the one of the body first."""
    missing: tuple[str, ...]
    """Ids of voices that were wanted and could not speak: it is voiced again when they can."""
    pronouncer: str
    """Version of Pronouncer."""
    loudness: Loudness
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    words: tuple[SpokenWord, ...]
    renditions: tuple[Rendition, ...]
    exports: tuple[Exported, ...] = ()
    """What else is in the folder, page and captions included."""
    lexicon: str = ""
    """BLAKE2b-64 of the newsroom's lexicon as it was, in hex; empty where there was none."""
    report: str = ""
    """Where listeners report what is said wrong: a URL that takes a POST, or `mailto:`; empty for nowhere."""

    def __hash__(self) -> int:
        return hash(self.fingerprint)  # of all that went in, so that no word has to be looked at
