"""Flags before publishing: names first, by type, ranked, with what will be heard and what could be said instead."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.utterance import Flag
from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.alphabets import ARPABET, IPA
from pronouncer.phones.telling import Capabilities
from pronouncer.pronounce.flags import FLAGGED, RISKS, flagged, unseen
from pronouncer.pronounce.say import pronounce
from pronouncer.script.order import of_lines


def engine(clauses: Sequence[Sequence[str]]) -> list[list[str]]:
    """An engine that says every word alike."""
    return [["bˈɑː" for _ in clause] for clause in clauses]


def flags(
    *lines: str,
    lexicon: Sequence[Lexeme] = (),
    archive: Callable[[str], bool] = lambda word: False,
    alphabet: Alphabet | None = IPA,
    most: int = 8,
    tag: str = "en",
) -> list[Flag]:
    """Return the flags of lines, the gravest first."""
    script = of_lines(lines, tag)
    said = pronounce(script, lexicon=Lexicon(lexicon), phonemize=engine)
    found = flagged(
        script, said, phonemize=engine, capabilities=[Capabilities(alphabet)] * len(said), archive=archive, most=most
    )
    return sorted((flag for utterance in found for flag in utterance.flags), key=lambda flag: -flag.risk)


def reasons(*lines: str, **more: object) -> list[str]:
    """Return the reasons of the flags of lines."""
    return [flag.reason for flag in flags(*lines, **more)]  # type: ignore[arg-type]


def test_a_name_in_no_lexicon_is_flagged_once() -> None:
    """An unknown name is one flag, where it first stands, with its number, what is heard, and candidates."""
    (flag,) = flags("They saw Oduyemi. Oduyemi’s car was gone.", "Then Oduyemi left.")
    assert (flag.reason, flag.start, flag.times) == ("unknown-name", 9, 3)
    assert flag.heard and flag.heard in flag.message and "in no lexicon, and new to the archive" in flag.message
    assert 0 < len(flag.candidates) <= 3
    assert all(each.ipa and each.respelling and each.source for each in flag.candidates)
    assert "the voice by itself" in [each.source for each in flag.candidates]


def test_a_verdict_is_asked_for_once() -> None:
    """A name that the newsroom's lexicon decides is never flagged again, and neither is its possessive."""
    verdict = [Lexeme("Oduyemi", "oʊduːˈjɛmiː", who="ada", when="2026-11-24")]
    assert flags("They saw Oduyemi. Oduyemi’s car was gone.", lexicon=verdict) == []


def test_names_that_are_said_right_are_not_flagged() -> None:
    """What the dictionary and the rules of spelling agree on is not asked, nor what is an ordinary word."""
    said = {"Harold": "hˈæɹəld", "Wilson": "wˈɪlsən"}

    def right(clauses: Sequence[Sequence[str]]) -> list[list[str]]:
        return [[said.get(word, "bˈɑː") for word in clause] for clause in clauses]

    script = of_lines(["However, the Prime Minister met Harold Wilson at the University on Monday."], "en")
    utterances = pronounce(script, lexicon=Lexicon(), phonemize=right)
    (found,) = flagged(script, utterances, phonemize=right, capabilities=[Capabilities(IPA)] * len(script.sentences))
    assert found.flags == ()
    assert next(token for token in found.tokens if token.written == "Wilson").ipa == "wˈɪlsən"


def test_the_dictionary_overrules_the_engine() -> None:
    """A name that the engine says otherwise than every pronunciation of the dictionary is said as that has it."""
    (said,) = pronounce(of_lines(["We saw Beresford’s house."], "en"), lexicon=Lexicon(), phonemize=engine)
    token = next(token for token in said.tokens if token.written.startswith("Beres"))
    assert (token.rule, token.ipa) == ("dictionary", "ˈbɪɹzfɚdz")


def test_a_doubtful_name_of_the_dictionary_is_flagged() -> None:
    """Where dictionary and engine differ on a hard spelling, the editor sees both, and other candidates."""
    found = [flag for flag in flags("They met Migliaccio there.") if flag.reason == "dictionary-name"]
    assert found and "dictionary" in found[0].message
    assert [each.respelling for each in found[0].candidates if each.source == "the voice by itself"] == ["bah"]


def test_a_name_of_clear_origin_is_said_by_its_rules() -> None:
    """A name that no dictionary has, and whose spelling shows its origin, is said so, and flagged."""
    (said,) = pronounce(of_lines(["He met Wojciechowicz there."], "en"), lexicon=Lexicon(), phonemize=engine)
    token = next(token for token in said.tokens if token.written == "Wojciechowicz")
    assert token.rule == "origin Polish" and token.ipa.startswith("vɔɪ")
    assert reasons("He met Wojciechowicz there.") == ["unknown-name"]


def test_harm_comes_first() -> None:
    """A person's name ranks before a place's, and that before other words."""
    person, place, word = flags("He said Mr. Szczebrzyk of Grzmotowo saw a zyrglet.")
    assert person.risk > place.risk > word.risk
    assert (person.reason, place.reason, word.reason) == ("unknown-name", "unknown-name", "new-word")


def test_what_was_published_before_is_less_urgent() -> None:
    """A name in the archive has less risk than a new one; a new word that is in the archive is no flag."""
    (new,) = flags("They saw Oduyemi there.")
    (old,) = flags("They saw Oduyemi there.", archive=lambda word: word == "oduyemi")
    assert old.risk < new.risk and "archive" not in old.message
    assert reasons("a zyrglet") == ["new-word"]
    assert reasons("a zyrglet", archive=lambda word: word == "zyrglet") == []


def test_most() -> None:
    """Only the gravest are kept; slips in the text are not counted."""
    line = "Mr. Szczebrzyk, Oduyemi, Xhakova, Ngwenyama and Tłusty had a a row in the the the house."
    assert len([flag for flag in flags(line, most=2) if not flag.is_text]) == 2
    kept = [flag.risk for flag in flags(line, most=2) if not flag.is_text]
    assert min(kept) >= max(flag.risk for flag in flags(line, most=20) if not flag.is_text and flag.risk not in kept)
    assert {flag.reason for flag in flags(line, most=0)} == {"doubled-word"}
    assert [flag.reason for flag in flags(f"{line} ★", most=0) if not flag.is_text] == ["unknown-character"]


def test_a_ukrainian_article_is_in_its_own_script() -> None:
    """What is foreign is measured on the article: in a Ukrainian one, Latin letters are."""
    found = flags("Президент Зеленський зустрів лідерів у Брюсселі. Він відвідав Washington.", tag="uk")
    assert [flag.reason for flag in found] == ["foreign-script"] and "Washington" in found[0].message
    assert "foreign-script" not in reasons("The island of Hawaiʻi.")


@pytest.mark.parametrize(
    ("line", "reason", "written"),
    [
        ("The group met Владимир there.", "foreign-script", "Владимир"),
        ("The talks of QZXK began.", "unknown-capitals", "QZXK"),
        ("The strain H5N1x9 spread.", "mixed-alphanumeric", "H5N1x9"),
        ("They use 2FA now.", "mixed-alphanumeric", "2FA"),
        ("They saw a smörgåsbordet there.", "foreign-word", "smörgåsbordet"),
        ("They saw a zyrglet there.", "new-word", "zyrglet"),
        ("They read it.", "unsure-homograph", "read"),
        ("The ★ fell.", "unknown-character", "★"),
    ],
)
def test_each_reason(line: str, reason: str, written: str) -> None:
    """Every kind of risky word has a reason, its place, and what will be heard of it."""
    found = [flag for flag in flags(line) if flag.reason == reason]
    assert [line[flag.start : flag.end] for flag in found] == [written]
    assert found[0].heard or reason == "unknown-character"


@pytest.mark.parametrize(
    "line",
    [
        "NATO and the EU met the BBC in the U.S. on May 3, 2024.",
        "It was the 3rd of 5 goals in 90min; F-16s, MH370 and the A320neo flew at 7pm with H5N1 and mRNA-1273.",
        "HEADLINE IN CAPITALS ABOUT QZXK TALKS",
        "The policymakers' livestream was unfairly retweeted at the café.",
        "It's what they've said, and I don't know. A man and I met.",
        "Don't! He'll go. Who's there?",
    ],
)
def test_plain_news_is_not_flagged(line: str) -> None:
    """Known acronyms, numbers, derived words and contractions are no flags."""
    assert reasons(line) == []


def test_a_sound_the_voice_lacks_is_flagged() -> None:
    """A pronunciation that the voice's alphabet cannot hold says which sound stands for which."""
    entry = [Lexeme("Llanelli", "ɬaˈnɛɬi")]
    (flag,) = flags("They live near Llanelli there.", lexicon=entry, alphabet=ARPABET)
    assert flag.reason == "replaced-phone" and "/l/ for /ɬ/" in flag.message
    assert flags("They live near Llanelli there.", lexicon=entry) == []


def test_a_voice_that_takes_words_alone_is_told_a_respelling() -> None:
    """Where no phones can be told, the flag says what the voice gets instead."""
    (flag,) = flags("They saw Llanelli there.", lexicon=[Lexeme("Llanelli", "læˈnɛli")], alphabet=None)
    assert flag.reason == "respelled" and "'lan-el-ee'" in flag.message


def test_an_unsure_homograph_shows_its_other_readings() -> None:
    """The candidates of a homograph are its readings that were not chosen."""
    (flag,) = flags("They read it.")
    assert [each.respelling for each in flag.candidates] and flag.heard not in [c.respelling for c in flag.candidates]


def test_languages_without_a_word_list_are_not_guessed_at() -> None:
    """In a language whose common words are unknown, names cannot be told from words, and are not flagged."""
    assert reasons("Le président Oduyemi est arrivé.", tag="fr") == []


def test_the_chance_of_a_name_that_no_dictionary_has() -> None:
    """Names outside of every dictionary are harder: the odds of a mistake rise, and stay chances."""
    assert unseen(0) == 0 and unseen(1) == 1 and unseen(0.5) == 0.8
    assert 0 < FLAGGED < 1 and all(0 < risk <= 1 for risk in RISKS.values())


@given(st.lists(st.text(alphabet=st.characters()), max_size=3))
def test_flags_lie_in_their_sentences(lines: list[str]) -> None:
    """For any text: flags have places in it, risks between 0 and 1, and no more than three candidates."""
    lines = [line.replace("\n", " ") for line in lines]
    script = of_lines(lines, "en")
    said = pronounce(script, lexicon=Lexicon(), phonemize=engine)
    for line, utterance in zip(
        lines,
        flagged(script, said, phonemize=engine, capabilities=[Capabilities(IPA)] * len(script.sentences)),
        strict=True,
    ):
        for flag in utterance.flags:
            assert 0 <= flag.start < flag.end <= len(line)
            assert 0 <= flag.risk <= 1 and len(flag.candidates) <= 3 and flag.times >= 1
