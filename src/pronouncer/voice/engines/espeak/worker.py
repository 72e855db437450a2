"""The espeak-ng worker: a program of its own that speaks frames over its standard input and output.

espeak-ng is GPL-3, so it is loaded here and never in the process that imports `pronouncer`. This file
uses the standard library alone and is started by `engine.py` with `python -I -S`, which finds no other package.

A frame is two big-endian 32-bit lengths, then that much of Python's marshal format, then that much PCM.
Requests hold no PCM. Both ends are one interpreter; json would double the time that a worker takes to start.
The library is loaded afresh before each synthesis: a used one gives other bytes for the same text.
Source of the interface: espeak-ng 1.52, `speak_lib.h`.
"""

import _ctypes
import _thread
import ctypes
import marshal
import os
import struct
import sys
import time

SYNCHRONOUS = 2
PHONEME_EVENTS, PHONEME_IPA, DONT_EXIT = 0x1, 0x2, 0x8000
CHARS_UTF8, PHONEME_INPUT = 0x1, 0x100
MODE_ASCII, MODE_IPA, SEPARATOR = 0x0, 0x2, ord("|") << 8
WORD, PHONEME = 1, 7
BUFFER = 2000  # milliseconds of sound a callback; the bytes depend on it, so it is fixed
RATE = 22_050
JOINT = "\u00a0"  # between words: keeps the dictionary from merging pairs such as "of the"
FORCED = "[["  # starts phoneme input; it is dropped without a word where a JOINT stands before it


class Identity(ctypes.Union):
    """The `id` union of espeak_EVENT."""

    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    """espeak_EVENT."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", Identity),
    ]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


class Refused(Exception):
    """The request cannot be met, however often it is tried."""


class LeftOut(Refused):
    """Words that were not said; `places` are their indices."""

    def __init__(self, places: list[int]) -> None:
        super().__init__(f"word {places[0] + 1} of the sentence was left out")
        self.places = places


class Library:
    """One fresh copy of espeak-ng with one voice set."""

    def __init__(self, path: str, data: str, voice: str) -> None:
        self._library = ctypes.CDLL(path)
        options = PHONEME_EVENTS | PHONEME_IPA | DONT_EXIT
        if self._library.espeak_Initialize(SYNCHRONOUS, BUFFER, data.encode(), options) != RATE:
            raise Refused("espeak-ng does not start: its data folder is missing or broken")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._sound: list[bytes] = []
        self._events: list[tuple[int, int, int, str]] = []
        self._callback = CALLBACK(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise Refused(f"espeak-ng has no voice {voice!r}")

    def _collect(self, sound: int | None, count: int, events: "ctypes._Pointer[Event]") -> int:
        if sound and count > 0:
            self._sound.append(ctypes.string_at(sound, 2 * count))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type in (WORD, PHONEME):
                phone = event.id.string.decode("utf-8", "replace") if event.type == PHONEME else ""
                self._events.append((event.type, event.position, event.sample, phone))
            index += 1
        return 0

    def speak(self, text: str, speed: float) -> tuple[bytes, list[tuple[int, int, int, str]]]:
        """Return PCM and events (type, position in characters from 1, sample, phone)."""
        self._sound.clear()
        self._events.clear()
        rate_parameter, normal = 1, 175  # espeakRATE, words a minute
        self._library.espeak_SetParameter(rate_parameter, round(normal * speed), 0)
        data = text.encode()
        flags = CHARS_UTF8 | PHONEME_INPUT
        if self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, flags, None, None) != 0:
            raise Refused("espeak-ng refused the text")
        return b"".join(self._sound), list(self._events)

    def phonemes(self, text: str, mode: int) -> str:
        """Return the phonemes of a text in one of espeak's notations."""
        buffer = ctypes.c_char_p(text.encode())
        place = ctypes.cast(buffer, ctypes.c_void_p)
        found: list[str] = []
        while place.value:
            said = self._library.espeak_TextToPhonemes(ctypes.byref(place), CHARS_UTF8, mode)
            found.append((said or b"").decode("utf-8", "replace"))
        return " ".join(found)

    def close(self) -> None:
        """Unload the library, so that the next one starts from nothing."""
        handle = self._library._handle
        self._library.espeak_Terminate()
        del self._library
        _ctypes.dlclose(handle)


def ipa_words(library: Library, words: list[str]) -> list[str]:
    """Return the IPA of each word of a clause in its context."""
    found = library.phonemes(JOINT.join(words), MODE_IPA).split()
    if len(found) == len(words):
        return [without_language(ipa) for ipa in found]
    return [without_language("".join(library.phonemes(word, MODE_IPA).split())) for word in words]


def without_language(ipa: str) -> str:
    """Drop the marks of a language switch, as in `(en)tˈɛst(fr)`."""
    while "(" in ipa and ")" in ipa[ipa.index("(") :]:
        start = ipa.index("(")
        ipa = ipa[:start] + ipa[ipa.index(")", start) + 1 :]
    return ipa


def pseudo_words() -> list[str]:
    """Return made-up words that touch all phones that letters can stand for."""
    consonants = "b c ch d f g gh h j k l m n ng nk p ph qu r rr s sh ss t th tt v w wh x y z zh sch cz ".split(" ")
    vowels = (
        "a ai ar are au aw ay e ea ee eer er ew i igh ir ire o oa oi oo oor or ou our ow oy u ue ur y eu ie".split()
    )
    words = [a + v + b for a in consonants for v in vowels for b in ("", "n", "te", "ck", "ss", "ra")]
    words += [f"{v}{c}{w}" for v in "aeiou" for c in consonants for w in ("a", "er", "ic", "ity", "ation", "le")]
    slavic = [c + v + d for c in "бвгґджзйклмнпрстфхцчшщ" for v in "аеєиіїоуюяыэьё" for d in ("", "т", "нь", "ва")]
    accented = [c + v + d for c in "bdfglmnprstz" for v in "àáâãäåæçèéêëìíîïñòóôõöøùúûüýąćęłńśźżčšžğış" for d in "ne"]
    return words + slavic + accented


def learn_phones(library: Library) -> dict[str, str]:
    """Return the table from one IPA phone to espeak's mnemonic, learned from the library itself."""
    words = pseudo_words()
    counts: dict[str, dict[str, int]] = {}
    for start in range(0, len(words), 500):
        text = " \u2060".join(words[start : start + 500])
        ipa = library.phonemes(text, MODE_IPA | SEPARATOR).split()
        mnemonics = library.phonemes(text, MODE_ASCII | SEPARATOR).split()
        for left, right in zip(ipa, mnemonics, strict=False):
            phones, names = left.split("|"), right.split("|")
            if "(" in left or len(phones) != len(names):
                continue
            for phone, name in zip(phones, names, strict=True):
                bare = phone.lstrip("ˈˌ")
                if bare:
                    tally = counts.setdefault(bare, {})
                    name = name.lstrip("',%=")
                    tally[name] = tally.get(name, 0) + 1
    table = {phone: max(sorted(tally), key=lambda name: tally[name]) for phone, tally in sorted(counts.items())}
    return {phone: name for phone, name in table.items() if is_said(library, name, table["t"])}


def is_said(library: Library, name: str, around: str) -> bool:
    """Say whether a voice has a mnemonic: the rest of a word with another's, as in a foreign word, is dropped."""
    _, events = library.speak(f"{FORCED}{around}|{name}|{around}]]", 1.0)
    heard = [phone.lstrip("ˈˌ") for kind, _, _, phone in events if kind == PHONEME and phone]
    return len(heard) >= 3 and heard[0] == heard[-1]


class Worker:
    """Answers requests, one library a request."""

    def __init__(self, path: str) -> None:
        self._path = path

    def answer(self, request: dict) -> tuple[dict, bytes]:  # type: ignore[type-arg]
        """Return the data and the PCM that answer a request."""
        library = Library(self._path, request["data"], request["voice"])
        try:
            if request["do"] == "phonemize":
                return {"ipa": [ipa_words(library, clause) for clause in request["clauses"]]}, b""
            if request["do"] == "phones":
                return {"phones": learn_phones(library)}, b""
            return self._synthesize(library, request)
        finally:
            library.close()

    def _synthesize(self, library: Library, request: dict) -> tuple[dict, bytes]:  # type: ignore[type-arg]
        pieces = pieces_of(library, request)
        try:
            return self._spoken(library, pieces, request)
        except LeftOut as error:  # words of scripts that the voice reads only now and then: say their IPA
            for place in error.places:
                pieces[place] = known(request["forced"][place])
            return self._spoken(library, pieces, request)

    def _spoken(self, library: Library, pieces: list[str], request: dict) -> tuple[dict, bytes]:  # type: ignore[type-arg]
        text, places = composed(pieces, request["breaks"])
        sound, events = library.speak(text, request["speed"])
        spans, phones = word_samples(events, places, len(sound) // 2)
        return {"words": spans, "phones": phones, "rate": RATE}, sound


def pieces_of(library: Library, request: dict) -> list[str]:  # type: ignore[type-arg]
    """Return words as they are where the voice says the wanted IPA by itself, else as `[[mnemonics]]`.

    Which it is depends on the request alone, so the same utterance gives the same bytes.
    """
    own: list[str] = []
    clause: list[str] = []
    for word, mark in zip(request["words"], request["breaks"], strict=True):
        clause.append(word)
        if mark:
            own += ipa_words(library, clause)
            clause = []
    rows = zip(request["words"], request["ipa"], request["forced"], own, strict=True)
    return [word if wanted == ipa else known(forced) for word, wanted, forced, ipa in rows]


def known(forced: str) -> str:
    """Return the `[[mnemonics]]` of a word. Raises Refused where its IPA could not be compiled to any."""
    if not forced.startswith(FORCED):
        raise Refused(forced)
    return forced


def composed(pieces: list[str], breaks: list[str]) -> tuple[str, list[int]]:
    """Return the text to say, and where each word starts in it, counted from 1 as the events count."""
    text = ""
    places: list[int] = []
    for index, (piece, mark) in enumerate(zip(pieces, breaks, strict=True)):
        forced = piece.startswith(FORCED) or "".join(pieces[index + 1 : index + 2]).startswith(FORCED)
        places.append(len(text) + 1)
        text += piece + (f"{mark} " if mark else " " if forced else JOINT)
    return text, places


def word_samples(
    events: list[tuple[int, int, int, str]], places: list[int], length: int
) -> tuple[list[list[int]], list[str]]:
    """Return first and last sample of each word, and its phones; it ends where the pause after its last phone starts.

    Raises LeftOut where a word has no phone: the library drops what it cannot obey without a sign.
    """
    starts: list[int | None] = [None] * len(places)
    ends: list[int | None] = [None] * len(places)
    heard = [""] * len(places)
    index = -1
    for kind, position, sample, phone in events:
        is_pause = kind == PHONEME and not phone  # its position is that of the next clause
        # After a letter with a full stop the library counts one too few: the space before the word.
        while not is_pause and index + 1 < len(places) and position + 1 >= places[index + 1]:
            index += 1
        if index < 0:
            continue
        if is_pause:
            ends[index] = sample if ends[index] is None else ends[index]
        elif kind == PHONEME:
            heard[index], ends[index] = heard[index] + phone, None
        elif starts[index] is None:
            starts[index] = sample
    if not all(heard):
        raise LeftOut([place for place, found in enumerate(heard) if not found])
    return filled(starts, ends, length), heard


def filled(starts: list[int | None], ends: list[int | None], length: int) -> list[list[int]]:
    """Return spans without gaps in the list: rising, inside the sound, each word with a share."""
    known = [place for place, start in enumerate(starts) if start is not None]
    if not known:
        step = length / max(1, len(starts))
        return [[round(i * step), round((i + 1) * step)] for i in range(len(starts))]
    firsts = list(starts)
    for place in range(len(starts)):
        if firsts[place] is None:
            before = next((k for k in reversed(known) if k < place), None)
            after = next((k for k in known if k > place), None)
            left, left_at = (before, starts[before]) if before is not None else (-1, 0)
            right, right_at = (after, starts[after]) if after is not None else (len(starts), length)
            share = (place - left) / (right - left)
            firsts[place] = round((left_at or 0) + share * ((right_at or 0) - (left_at or 0)))
    spans: list[list[int]] = []
    for place, first in enumerate(firsts):
        following = firsts[place + 1] if place + 1 < len(firsts) else length
        last = ends[place] if ends[place] is not None else following
        start = min(max(first or 0, spans[-1][1] if spans else 0), length)
        spans.append([start, min(max(start, min(last or 0, following or 0)), length)])
    return spans


def die_with(parent: int) -> None:
    """End this process when its parent has died, even by kill -9 while the library is busy."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main() -> None:
    """Serve frames until standard input closes."""
    _thread.start_new_thread(die_with, (os.getppid(),))
    worker = Worker(sys.argv[1])
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while header := source.read(8):
        size, _ = struct.unpack(">II", header)
        try:
            answer, sound = worker.answer(marshal.loads(source.read(size)))
        except Refused as error:
            answer, sound = {"refused": str(error)}, b""
        data = marshal.dumps(answer)
        sink.write(struct.pack(">II", len(data), len(sound)) + data)
        sink.write(sound)
        sink.flush()


if __name__ == "__main__":
    main()
