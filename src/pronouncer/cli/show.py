"""Nouns for people: plain lines on standard output."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pronouncer.model.codec import to_data

if TYPE_CHECKING:
    from pronouncer.cli.audition import Audition
    from pronouncer.model.article import Article
    from pronouncer.model.lexicon import Lexeme
    from pronouncer.model.master import Master
    from pronouncer.model.script import Script
    from pronouncer.model.take import Take
    from pronouncer.model.utterance import Utterance


def as_json(value: object) -> None:
    """Print nouns, or JSON data, as one line of JSON."""
    print(json.dumps(to_data(value), ensure_ascii=False))


def clock(seconds: float) -> str:
    """Return `4:05`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def article(noun: "Article") -> None:
    """Print the blocks with their kinds."""
    print(f"{noun.source} · {noun.language} · {len(noun.blocks)} blocks")
    for block in noun.blocks:
        print(f"{block.kind:>10}  {flat(noun.written(block))}")


def script(noun: "Script", source: "Article") -> None:
    """Print what is read with its pauses, then what is not and why."""
    for sentence in noun.sentences:
        print(f"{sentence.kind:>10}  {flat(sentence.shown)}  [{sentence.pause:g} s]")
    for omission in noun.omissions:
        print(f"  not read  {flat(source.text[omission.start : omission.end])}  ({omission.reason})")


def utterances(nouns: Sequence["Utterance"]) -> None:
    """Print the words of each sentence, what was rewritten, and the flags."""
    for utterance in nouns:
        print(utterance.spoken)
        print("  " + " ".join(ipa for _, _, ipa in utterance.words))
        for token in utterance.tokens:
            if token.spoken and token.kind != "word":
                print(f"  {token.written} -> {token.spoken}  ({token.kind})")
        for flag in utterance.flags:
            print(f"  flag: {flag.message}")


def explanation(nouns: Sequence["Utterance"]) -> None:
    """Print a table: what is written, its class, who decided, the words, how they sound; then the flags."""
    from pronouncer.phones.respelling import respelled

    rows = [("written", "class", "rule", "spoken", "respelling", "IPA")]
    for utterance in nouns:
        for token in utterance.tokens:
            if token.kind != "space":
                rule = token.rule or ("the voice" if token.spoken else "")
                spoken = token.spoken or "(silent)"
                rows.append((flat(token.written), token.kind, rule, spoken, respelled(token.ipa), token.ipa))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) + f"  {row[5]}".rstrip())
    for flag in (flag for utterance in nouns for flag in utterance.flags):
        print(f"flag {flag.reason}: {flag.message}")


def lexeme(noun: "Lexeme") -> str:
    """Return one line for an entry of the lexicon: how it is said, where it holds, who decided."""
    from pronouncer.phones.respelling import respelled

    said = f"says {noun.alias!r}" if noun.alias else f"{noun.respelling or respelled(noun.phoneme)}  /{noun.phoneme}/"
    usual = noun._field_defaults
    shown = (
        "scope",
        "match",
        "left",
        "right",
        "role",
        "voice",
        "status",
        "language",
        "kind",
        "who",
        "when",
        "why",
        "source",
    )
    more = [f"{name} {value}" for name in shown if (value := getattr(noun, name)) != usual[name] and value]
    return "  ".join([noun.grapheme, said, *([f"({', '.join(more)})"] if more else [])])


def flags(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print what may be said wrong, then slips in the text."""
    sounds = [row for row in rows if not row["text_problem"]]
    slips = [row for row in rows if row["text_problem"]]
    print(f"May be said wrong: {len(sounds)}")
    for number, row in enumerate(sounds, 1):
        times = f", {row['times']} times" if row["times"] > 1 else ""
        print(f"{number:2}. {flat(row['written'])}  ({row['reason']}, risk {row['risk']:.2f}{times})")
        print(f"    {row['message']}")
        print(f"    in: {flat(row['sentence'])}  ({row['sentence_id']})")
        for letter, candidate in zip("abc", row["candidates"], strict=False):
            ipa = f"  /{candidate['ipa']}/" if candidate["ipa"] else ""
            print(f"    {letter}) {candidate['respelling']}{ipa}  ({candidate['source']})")
        if row["audio"]:
            print(f"    listen: {row['audio']}")
    print(f"Slips in the text: {len(slips)}")
    for row in slips:
        print(f"  - {row['message']}  ({row['reason']})")
        print(f"    in: {flat(row['sentence'])}")


def take(noun: "Take", utterance: "Utterance") -> None:
    """Print the length of a take and when each word is heard."""
    print(f"{noun.seconds:6.2f} s  {utterance.spoken}")
    print("          " + " ".join(f"{timing.word}@{timing.start:.2f}" for timing in noun.words))


def master(noun: "Master") -> None:
    """Print the levels, the files and the chapters of a programme."""
    print(f"{clock(noun.duration)} · {noun.loudness.integrated:.1f} LUFS · gain {noun.loudness.gain:+.1f} dB")
    for rendition in noun.renditions:
        print(f"{rendition.format}: {rendition.bytes:,} bytes, {rendition.duration:.3f} s")
    for chapter in noun.chapters:
        print(f"{clock(chapter.start)} {chapter.title}")


def audition(noun: "Audition") -> None:
    """Print what a voice measures."""
    voice = noun.voice
    print(f"{voice.id}  {voice.language}  {voice.licence}  by {voice.attribution}")
    print(f"  read        {noun.text}, {noun.seconds:.1f} s of speech")
    print(f"  speed       {noun.cpu:.4f} CPU s and {noun.real_time:.4f} s of waiting a second of speech")
    print(f"  memory      {noun.memory / 1e6:.0f} MB at most")
    level = "silence" if noun.loudness is None else f"{noun.loudness:.1f} LUFS, {noun.gain:+.2f} dB to the target"
    print(f"  loudness    {level}")
    print(f"  length      {noun.phone_seconds:.4f} s a phone, {noun.break_seconds:.3f} s a break")
    print(f"  pronounces  as it is told, in {noun.told}" if noun.obeys else "  pronounces  not as it is told")
    print(f"  phones      {noun.phones} tried, {len(noun.missing)} replaced, {len(noun.refused)} refused")
    for phone, instead in noun.missing:
        print(f"              {phone} is said as {instead or 'nothing'}")
    for ipa in noun.refused:
        print(f"              /{ipa}/ cannot be said")
    for ipa, heard in noun.otherwise:
        print(f"              /{ipa}/ is said /{heard}/")
    print(f"  times       {noun.timed}")
    print(f"  same bytes  {'yes' if noun.deterministic else 'no'}")


def take_data(noun: "Take", utterance: "Utterance") -> dict[str, Any]:
    """Return the JSON data of a take, its samples counted instead of listed."""
    return {
        "sentence_id": utterance.sentence_id,
        "key": noun.key,
        "rate": noun.rate,
        "samples": len(noun.samples) // 2,
        "seconds": noun.seconds,
        "words": to_data(noun.words),
    }


def line(utterance: "Utterance", written: str) -> dict[str, Any]:
    """Return what `pronounce --lines` prints for a line."""
    names = ("start", "end", "written", "spoken", "ipa", "kind")
    return {
        "written": written,
        "spoken": utterance.spoken,
        "tokens": [{name: getattr(token, name) for name in names} for token in utterance.tokens],
        "flags": to_data(utterance.flags),
    }


def error(message: str, kind: str, *, machine: bool) -> None:
    """Print an error on standard error."""
    text = json.dumps({"error": {"type": kind, "message": message}}) if machine else f"pronouncer: {message}"
    print(text, file=sys.stderr)


def flat(text: str) -> str:
    """Return a text on one line that does nothing to a terminal."""
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
