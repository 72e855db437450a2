"""The finished programme, before it is anybody's edition."""

from pronouncer.model.take import TimeSource, WordTiming
from pronouncer.noun import noun


@noun
class Loudness:
    """Levels of the programme in the terms of EBU R 128."""

    integrated: float
    """Programme loudness in LUFS, mono counted as dual mono; of the first minute of speech."""
    gain: float
    """dB that were applied to every take."""


@noun
class Passage:
    """One take, levelled and encoded alone, so that it can be spliced into any programme."""

    key: str
    """Take key, gain and format in one hash."""
    rate: int
    """Samples a second of the take."""
    seconds: float
    """Length of the speech."""
    words: tuple[WordTiming, ...]
    """The take's."""
    priming: bytes
    """The first packet of the encode, for a programme that starts here."""
    packets: tuple[bytes, ...]
    """One a codec frame, those of the silence before and after the speech included."""
    timed: TimeSource = "engine"
    """The take's."""


@noun
class Cue:
    """When one sentence is heard."""

    sentence_id: str
    """`Sentence.id`."""
    start: float
    """Seconds from the start of the programme to the first sample of speech."""
    end: float
    """Seconds to the last sample of speech."""
    voice: str = ""
    """`Voice.id` of who says it."""
    timed: TimeSource = "engine"
    """Where its word times come from, as in `Take.timed`."""


@noun
class Chapter:
    """A part of the programme, from a headline or subhead to the next."""

    title: str
    """As written."""
    start: float
    """Seconds."""
    end: float
    """Seconds."""


@noun
class Rendition:
    """The programme in one format; NewsML-G2's word for it."""

    format: str
    """`m4a`, `mp3` or `opus`."""
    media_type: str
    """RFC 6838, with the codec."""
    file: str
    """File name in the edition folder."""
    bytes: int
    """Size of the file."""
    duration: float
    """Seconds, as the header says and as a decoder counts within one codec frame."""
    digest: str
    """BLAKE2b-160 of the file, in hex."""
    manifest: str = ""
    """File that holds its C2PA manifest: the file itself, or one beside it; empty where it is not signed."""


@noun
class Master:
    """All takes in one programme."""

    duration: float
    """Seconds of the first rendition; cues and chapters are in its time."""
    loudness: Loudness
    """Of the whole programme."""
    cues: tuple[Cue, ...]
    """One for each sentence of the script that is heard."""
    words: tuple[tuple[WordTiming, ...], ...]
    """For each cue, the words of its take, in seconds from the start of the cue."""
    chapters: tuple[Chapter, ...]
    """Without gap; empty where the article has no subheads."""
    renditions: tuple[Rendition, ...]
    """In the order they were asked for."""
