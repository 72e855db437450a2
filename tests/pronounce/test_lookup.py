"""Which entry of a lexicon is said: case, inflection, scope, context, and the one order of precedence."""

import itertools
from collections.abc import Sequence

import pytest

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.script import Script
from pronouncer.pronounce.lookup import Match, Where, best, explained, lexemes_for, tried
from pronouncer.pronounce.say import pronounce, reader_of
from pronouncer.script.order import of_lines

HERE = Where(language="en-US", article="https://example.org/a", section="sport", voice="espeak:en-us", sentence="s1")


def matched(lexeme: Lexeme, text: str, word: str, where: Where = HERE) -> str:
    """Return what an entry takes of a text where a word starts, or why it takes nothing."""
    found = tried(lexeme, text, text.index(word), where)
    return text[found.start : found.end] if isinstance(found, Match) else found


def chosen(text: str, *lexemes: Lexeme, word: str = "", where: Where = HERE) -> str:
    """Return the IPA that wins where a word starts."""
    start = text.index(word)
    found = best(lexemes, text, start, where, frozenset(range(len(text) + 1)))
    return found.lexeme.phoneme if found else ""


@pytest.mark.parametrize(
    ("match", "text", "takes"),
    [
        ("any", "the POLISH side", True),
        ("any", "polish it", True),
        ("exact", "polish it", True),
        ("exact", "Polish it", False),
        ("start", "Polish it", True),
        ("start", "“Polish it", True),
        ("start", "the Polish side", False),
        ("start", "POLISH IT", False),
    ],
)
def test_case(match: str, text: str, takes: bool) -> None:
    """An entry matches in any case, exactly, or exactly but for a capital at the start of a sentence."""
    lexeme = Lexeme("polish", "ˈpɑːlɪʃ", match=match)  # type: ignore[arg-type]
    word = next(word for word in ("POLISH", "Polish", "polish") if word in text)
    assert (matched(lexeme, text, word) == word) is takes


@pytest.mark.parametrize(
    ("grapheme", "text", "taken"),
    [
        ("Zelenskyy", "Zelenskyy’s visit", "Zelenskyy’s"),
        ("Zelenskyy", "the Zelenskyys left", "Zelenskyys"),
        ("Zelenskyy", "Zelenskyy-led talks", "Zelenskyy"),
        ("Zelenskyy", "pre-Zelenskyy days", "Zelenskyy"),
        ("Marsh", "the Marshes won", "Marshes"),
        ("Marsh", "the Marshs won", "it is part of a longer word"),
        ("Xi", "two Xis", "it is part of a longer word"),
        ("Xi", "Xi's", "Xi's"),
        ("Kyi", "Kyiv fell", "it is part of a longer word"),
        ("Sinn Fein", "Sinn  Fein won", "it is written 'Sinn  Fei', and the entry is for 'Sinn Fein' (any case)"),
        ("Sinn Fein", "Sinn\u00a0Fein's vote", "Sinn\u00a0Fein's"),
        ("O'Neill", "O’Neill said", "O’Neill"),
        ("Adams", "the Adamses", "Adamses"),
        ("AT&T", "AT&T fell", "AT&T"),
    ],
)
def test_inflections_come_from_one_entry(grapheme: str, text: str, taken: str) -> None:
    """Possessives, plurals and compounds with a hyphen are the entry's; other longer words are not."""
    assert matched(Lexeme(grapheme, "x"), text, text[text.index(grapheme[:1]) :][:1]) == taken


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"scope": "section:politics"}, "it is for the section politics"),
        ({"scope": "article:other"}, "it is for the article other"),
        ({"scope": "occurrence:s2"}, "it is for the sentence s2"),
        ({"scope": "occurrence:s1@2"}, "it is for occurrence 2 in the sentence"),
        ({"language": "en-GB"}, "it is for en-GB, and this is en-US"),
        ({"language": "fr"}, "it is for fr, and this is en-US"),
        ({"voice": "flite"}, "it is for the voice flite"),
        ({"voice": "espeak:en"}, "it is for the voice espeak:en"),
        ({"status": "proposed"}, "it is proposed"),
        ({"status": "retired"}, "it is retired"),
        ({"left": "Mr Mrs"}, "none of 'Mr Mrs' stands before it"),
        ({"right": "river"}, "none of 'river' stands after it"),
        ({"role": "place"}, "nothing around it shows the role place"),
    ],
)
def test_an_entry_that_does_not_hold_says_why(values: dict[str, str], reason: str) -> None:
    """Scope, language, voice, status and context each keep an entry out, with a reason for `explain`."""
    lexeme = Lexeme("Worcester", "x", **values)  # type: ignore[arg-type]
    where = HERE._replace(roles=reader_of("en").where("en").roles)
    assert matched(lexeme, "Yesterday Worcester won", "Worcester", where) == reason


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"scope": "section:sport"}, "Reading won"),
        ({"scope": "article:https://example.org/a"}, "Reading won"),
        ({"scope": "occurrence:s1"}, "Reading won"),
        ({"scope": "occurrence:s1@2"}, "(Reading) Reading"),
        ({"scope": "occurrence:s1@3"}, "Reading’s READING Reading"),
        ({"language": "en"}, "Reading won"),
        ({"language": "en-us"}, "Reading won"),
        ({"voice": "espeak"}, "Reading won"),
        ({"voice": "espeak:en-us"}, "Reading won"),
        ({"left": "town city"}, "the town of Reading won"),
        ({"right": "fc"}, "Reading FC won"),
        ({"role": "place"}, "he lives in Reading now"),
        ({"role": "person"}, "President Reading left"),
    ],
)
def test_an_entry_that_holds(values: dict[str, str], text: str) -> None:
    """Where its scope, limits and context are met, an entry is taken."""
    lexeme = Lexeme("Reading", "x", **values)  # type: ignore[arg-type]
    where = HERE._replace(roles=reader_of("en").where("en").roles)
    assert isinstance(tried(lexeme, text, text.rindex("Reading"), where), Match)


def test_precedence() -> None:
    """Narrowest scope first, then longest match with its conditions, then newest, then the last in the file."""
    base, house = Lexeme("New York", "base", scope="base"), Lexeme("New", "house")
    section, article = (
        Lexeme("New", "section", scope="section:sport"),
        Lexeme("New", "a", scope=f"article:{HERE.article}"),
    )
    occurrence = Lexeme("New", "o", scope="occurrence:s1")
    text = "New York won"
    assert chosen(text, base, house, section, article, occurrence) == "o"
    assert chosen(text, occurrence._replace(status="retired"), article, section, house, base) == "a"
    assert chosen(text, section, house, base) == "section"
    assert chosen(text, house, base) == "house"
    assert chosen(text, Lexeme("New York", "long"), Lexeme("New", "short", when="2026-01-01")) == "long"
    assert (
        chosen(text, Lexeme("New", "conditions", right="York"), Lexeme("New", "bare", when="2026-01-01"))
        == "conditions"
    )
    assert chosen(text, Lexeme("New", "young", when="2026-02-01"), Lexeme("New", "old", when="2026-01-01")) == "young"
    assert chosen(text, Lexeme("New", "first"), Lexeme("New", "last")) == "last"
    assert chosen(text, Lexeme("New", "us", language="en-US"), Lexeme("New", "en", language="en", when="2026")) == "us"


def test_explained_names_every_entry_and_why_it_lost() -> None:
    """For each word that has entries: the one that is said, and the others with the reason."""
    lexicon = Lexicon(
        [
            Lexeme("Odesa", "a", scope="base"),
            Lexeme("Odesa", "b", when="2026-01-01"),
            Lexeme("Odesa", "c", when="2026-02-01"),
            Lexeme("Odesa", "d", scope="section:food"),
        ]
    )
    text = "in Odesa's port"
    ((written, match, lost),) = explained(lexicon, text, HERE, reader_of("en").tokenise(text))
    assert written == "Odesa's" and match and match.lexeme.phoneme == "c" and match.ending == "'s"
    assert {lexeme.phoneme: why for lexeme, why in lost} == {
        "a": "its scope is wider",
        "b": "it is older",
        "d": "it is for the section food",
    }


def test_explained_says_what_is_said() -> None:
    """An entry does not cut into what a rule reads as a whole; `explained` says so, and so does the reading."""
    entries = [Lexeme("Jan", "jan"), Lexeme("Group of 7", "a b c"), Lexeme("Oduya", "o")]
    text = "On Jan. 5 the Group of 7.5 met Oduya."
    found = list(explained(Lexicon(entries), text, HERE, reader_of("en").tokenise(text)))
    assert [(written, bool(match)) for written, match, _ in found] == [
        ("Jan. 5", False),
        ("Group", False),
        ("Oduya", True),
    ]
    assert "which is read as a whole (date" in found[0][2][0][1]
    assert [(word, ipa) for word, ipa in heard(text, *entries) if ipa == "o"] == [("Oduya", "o")]


def test_lexemes_are_looked_up_by_first_word() -> None:
    """A plural finds the entry of its singular; a word without entries finds none."""
    lexicon = Lexicon([Lexeme("Marsh", "x"), Lexeme("Kallas", "y")])
    assert [lexeme.grapheme for lexeme in lexemes_for(lexicon, "marshes")] == ["Marsh"]
    assert [lexeme.grapheme for lexeme in lexemes_for(lexicon, "kallas")] == ["Kallas"]
    assert lexemes_for(lexicon, "nobody") == []


def engine(clauses: Sequence[Sequence[str]]) -> list[list[str]]:
    """An engine that says each word as `<word>`."""
    return [[f"<{word}>" for word in clause] for clause in clauses]


def heard(text: str, *lexemes: Lexeme, script: Script | None = None) -> list[tuple[str, str]]:
    """Return the words of a line with their IPA."""
    said = pronounce(script or of_lines([text], "en"), lexicon=Lexicon(lexemes), phonemize=engine, voice="espeak:en-us")
    return [(word, ipa) for _, word, ipa in said[0].words]


def test_a_phrase_gives_each_of_its_words_a_sound() -> None:
    """A phrase with as many words in its IPA keeps its words apart, so that each is timed and marked."""
    assert heard("Sinn Fein won", Lexeme("Sinn Fein", "ˈʃɪn ˈfeɪn")) == [
        ("Sinn", "ˈʃɪn"),
        ("Fein", "ˈfeɪn"),
        ("won", "<won>"),
    ]


def test_a_phrase_that_is_said_as_one_word_is_one() -> None:
    """Where IPA and words differ in number, the phrase is one token with one sound."""
    (said,) = pronounce(
        of_lines(["at Côte d'Azur now"], "en"),
        lexicon=Lexicon([Lexeme("Côte d'Azur", "ˌkoʊtdəˈzʊɹ")]),
        phonemize=engine,
    )
    token = next(token for token in said.tokens if token.rule == "lexicon")
    assert (token.written, token.spoken, token.ipa) == ("Côte d'Azur", "Côte-d'Azur", "ˌkoʊtdəˈzʊɹ")


def test_entries_overrule_rules() -> None:
    """What a rule would spell or count is said as the lexicon has it, its inflections too."""
    assert heard("G7 and SIPRI’s", Lexeme("G7", "", "group of seven"), Lexeme("SIPRI", "ˈsɪpɹiː")) == [
        ("group", "<group>"),
        ("of", "<of>"),
        ("seven", "<seven>"),
        ("and", "<and>"),
        ("Sipri's", "ˈsɪpɹiːz"),
    ]


def test_an_alias_leads_on() -> None:
    """The words of an alias are looked up in turn; an alias of an alias is followed."""
    found = heard("The BoE met", Lexeme("BoE", "", "Old Lady"), Lexeme("Lady", "", "Ledi"), Lexeme("Ledi", "ˈlɛdiː"))
    assert found[1:3] == [("Old", "<Old>"), ("Ledi", "ˈlɛdiː")]


def test_an_alias_is_read_as_any_text() -> None:
    """Numbers, phrases and acronyms in an alias are read as they are anywhere; single capitals in it are letters."""
    sinn = Lexeme("Sinn Fein", "ˈʃɪn ˈfeɪn")
    assert [ipa for _, ipa in heard("SF won", Lexeme("SF", "", "Sinn Fein"), sinn)] == ["ˈʃɪn", "ˈfeɪn", "<won>"]
    assert [
        word for word, _ in heard("QX", Lexeme("QX", "", "the EU for $3m"))
    ] == "the E U for three million dollars".split()
    assert heard("NATO", Lexeme("NATO", "", "N A")) == [("N", "ˈɛn"), ("A", "ˈeɪ")]


def test_aliases_do_not_grow_without_end() -> None:
    """Aliases of aliases of aliases are followed; deeper ones are words."""
    names = "Qab Qcd Qef Qgh Qij".split()
    chain = [Lexeme(name, "", " ".join([following] * 20)) for name, following in itertools.pairwise(names)]
    assert len(heard("Qab", *chain)) <= 8000


@pytest.mark.parametrize(
    ("grapheme", "text"),
    [
        ("2FA", "use 2FA now"),
        ("Web3", "the Web3 firm"),
        ("iPhone16", "an iPhone16 here"),
        ("Al-Sharaa", "Al\u2011Sharaa"),
    ],
)
def test_names_with_digits_and_hyphens(grapheme: str, text: str) -> None:
    """A grapheme that the rules cut into pieces is found all the same."""
    (said,) = pronounce(of_lines([text], "en"), lexicon=Lexicon([Lexeme(grapheme, "ˈkiː")]), phonemize=engine)
    assert "lexicon" in [token.rule for token in said.tokens]


@pytest.mark.parametrize(
    ("written", "ipa"), [("Carney'll", "<Carney'll>"), ("Sinn Fein’s", "ˈfeɪnz"), ("SINN FEIN’S", "ˈfeɪnz")]
)
def test_endings(written: str, ipa: str) -> None:
    """Only possessives are made from an entry or the dictionary; other contractions are left to the voice."""
    assert heard(written, Lexeme("Sinn Fein", "ˈʃɪn ˈfeɪn"))[-1][1] == ipa


def test_the_language_of_the_text_counts() -> None:
    """Entries are compared with the language of the article, also where its rules are those of another."""
    own = Lexicon([Lexeme("Київ", "ˈkɪjiu", language="uk")])
    assert pronounce(of_lines(["Київ"], "uk"), lexicon=own, phonemize=engine)[0].words[0][2] == "ˈkɪjiu"
    british = Lexicon([Lexeme("Brannoc", "gb", language="en-GB")])
    for tag, said in (("en-GB", "gb"), ("en-AU", "<Brannoc>"), ("en", "<Brannoc>")):
        (found,) = pronounce(of_lines(["Brannoc"], tag), lexicon=british, phonemize=engine)
        assert found.words[0][2] == said


def test_a_respelling_is_said_in_the_accent_of_the_text() -> None:
    """What an editor typed is American by the tables of respelling; a British article says it the British way."""
    entry = Lexicon([Lexeme("Starmer", "ˈstɑːɹmɚ", respelling="STAR-mur")])
    for tag, ipa in (("en", "ˈstɑːɹmɚ"), ("en-GB", "ˈstɑːmə")):
        assert pronounce(of_lines(["Starmer"], tag), lexicon=entry, phonemize=engine)[0].words[0][2] == ipa


def test_the_scope_of_an_article_is_its_own() -> None:
    """An entry for one article, or for one section, is said there and nowhere else."""
    script = of_lines(["Brannoc won"], "en")
    here = Script(script.sentences, (), "en", "https://example.org/a", "sport")
    entries = (
        Lexeme("Brannoc", "a", scope="article:https://example.org/a"),
        Lexeme("won", "s", scope="section:sport"),
        Lexeme("won", "p", scope="section:politics", when="2026-01-01"),
    )
    assert heard("", *entries, script=here) == [("Brannoc", "a"), ("won", "s")]
    assert heard("Brannoc won", *entries) == [("Brannoc", "<Brannoc>"), ("won", "<won>")]
