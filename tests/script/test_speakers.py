"""Who says a quotation, and what nobody says."""

import pytest

from pronouncer.script.quotations import quotations


def said(text: str, language: str = "en") -> list[str]:
    """Return the speaker of each quotation of paragraphs that `|` divides; `-` where it is no speech."""
    return [each.speaker if each.is_speech else "-" for each in quotations(text.split("|"), language)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We lost,” said Marta Vidal, the captain. “Badly.”", ["Marta Vidal"] * 2),
        ("“We lost,” Jens Holm, a nurse, said on Tuesday.", ["Jens Holm"]),
        ("“It’s over,” Ortiz, who is 36, told ESPN. “I’m done.”", ["Ortiz"] * 2),
        ("Opposition leader Iva Malá said: “Nobody believes it.”", ["Iva Malá"]),
        ("Senator Gloria Maddox called it “a disgrace” and said it would “hurt people”.", ["Gloria Maddox"] * 2),
        ("Passengers were told by the captain, Elodie Brun, to “put down the phones”.", ["Elodie Brun"]),
        ("The fire burned for “nine hours”, according to Farouk Deeb.", ["Farouk Deeb"]),
        ("As Helen Marsh put it, “nobody plans for water”.", ["Helen Marsh"]),
        ("“We are selling,” Anna and Karl Meyer said.", ["Anna and Karl Meyer"]),
        ("It was, said Lena Ortiz, “one quiet night”.", ["Lena Ortiz"]),
        ("“Like a cannon,” said one. Another shouted “Like two!”", ["one", "Another"]),
        ("“So do bells,” the vicar shot back.", ["the vicar"]),
        ("He recalled the late chancellor's words: “First the bread.”", ["the late chancellor"]),
        ("“It gurgles,” gurgled Ann Roe.", ["Ann Roe"]),
        ("Drivers face “weeks of misery” after a flood, a motoring group has warned.", ["a motoring group"]),
        ("The union said in a letter that the cut was “cruel”.", ["The union"]),
        ("Shares in Hale Foods fell after the group warned that profit was “thin”.", ["the group"]),
        ("“No,” said state Sen. Andre Whitlock.", ["Andre Whitlock"]),
        ("It was what lifeguards described as “a rip”.", ["lifeguards"]),
        ("Sales fell, the Statistics Office said, blaming “bad weather”.", ["Statistics Office"]),
        ("Ann Roe paid tribute to the town’s “quiet courage”.", ["Ann Roe"]),
    ],
)
def test_a_clause_names_the_speaker(text: str, speakers: list[str]) -> None:
    """The subject of the verb of saying around a quotation says it, however far it stands from the verb."""
    assert said(text) == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Look,” said Detective Sgt. Rourke.", "Rourke"),
        ("“Look,” said board president Dolores Whitfield.", "Dolores Whitfield"),
        ("Energy Minister Milos Petrov spoke. “It is sound,” Petrov said.", "Milos Petrov"),
        ("Maria de la Cruz grows wine. “It froze,” De la Cruz said.", "Maria de la Cruz"),
        ("“Look,” said Lee. Lee Marsh lives there.", "Lee Marsh"),
        ("The Football Association said the rule was “clear”.", "Football Association"),
        ("“Nobody called,” The Harbour Gazette reported.", "The Harbour Gazette"),
        ("A spokeswoman for the governor said he would “read it”.", "A spokeswoman for the governor"),
    ],
)
def test_the_speaker_has_the_fullest_name(text: str, speaker: str) -> None:
    """A speaker has the fullest name in the text, without rank, or the description where there is no name."""
    assert said(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Swimmer Jade Lock and her coach, Mart Ose, came.|“Wet,” she said.|“Cold,” he said.",
            ["Jade Lock", "Mart Ose"],
        ),
        ("Mayor Tom Zielin spoke.|“It is late,” the mayor said.", ["Tom Zielin"]),
        ("“A bear,” the night porter said.|The porter, Amina Diallo, ran.", ["Amina Diallo"]),
        ("The panel was cold. “Noted,” it said.", ["The panel"]),
        ("“I was asleep,” she said. Nora Berg is a nurse.", ["Nora Berg"]),
        ("Nurse Grace Odhi ran. Her brother Peter slept.|“She ran,” her brother said.", ["Peter"]),
        ("Frank Mills wept.|His lawyer said he was “broken”.", ["His lawyer"]),
        ("The chair, Chile’s Bo Benavides, insisted. “Closer,” he said.", ["Bo Benavides"]),
        ("The owner, a firm called Northstone, said: “We regret it.”", ["Northstone"]),
        ("The Institute of Public Health reported.|“Fragile,” the institute wrote.", ["Institute of Public Health"]),
        ("Tadao Ono cut. His patient, Cori Abel, slept.|“It aches,” she said.", ["Cori Abel"]),
        ("Asked whether Lomax would start, Darnell Pike paused. “He is ours,” he said.", ["Darnell Pike"]),
        (
            "Their coach wept.|“Wet,” said Lise Martel. “Cold.”|“Both,” the coach said.",
            ["Lise Martel"] * 2 + ["the coach"],
        ),
        ("The bishop spoke. Hilary Bone, who led a petition against him, left. “No,” she said.", ["Hilary Bone"]),
        ("A fisherman who gave only his first name, Kenji, nodded. “No,” he said.", ["Kenji"]),
        ("A nurse told a court that she “begged”.|Elaine Berg, 52, wrote twice.", ["Elaine Berg"]),
    ],
)
def test_pronouns_and_descriptions_lead_to_a_name(text: str, speakers: list[str]) -> None:
    """He, she, it and the mayor are who the text says they are, before or after."""
    assert said(text) == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ann Roe stood by the gate. “Two adults.”", ["Ann Roe"]),
        ("“I counted eleven.” Yusuf Ergin, a baker, was first.", ["Yusuf Ergin"]),
        ("“It rained,” said Ann Roe.|“And then it did not.”", ["Ann Roe"] * 2),
        ("Judge Eleanor Pike said:|“You lied.|“You lied twice.”", ["Eleanor Pike"] * 2),
        ("Addressing the nation, President Emeka Obi said:|“They had tanks.”", ["Emeka Obi"]),
        ("“Six,” said Al Stubbs.|“Three,” said Bo Pritch.|“Six.”|“Three.”", ["Al Stubbs", "Bo Pritch"] * 2),
    ],
)
def test_what_no_clause_attributes_goes_by_its_context(text: str, speakers: list[str]) -> None:
    """Without a verb of saying the neighbouring sentence, the former paragraph or the turn decides."""
    assert said(text) == speakers


def test_context_between_paragraphs_is_unsure() -> None:
    """A clause makes sure; a guess by the paragraph before does not."""
    paragraphs = ["“It rained,” said Ann Roe.", "“And then it did not.”"]
    assert [each.sure for each in quotations(paragraphs, "en")] == [True, False]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Ann Roe came. “It rained,” she said.", True),
        ("Tom Roe met Bob Lee. “It rained,” he said.", False),
        ("Rafa Mora saw it. “It rained,” the Spaniard said.", False),
        ("“It rained,” she said. Ann Roe laughed.", False),
        ("Ann Roe stood there. “It rained.”", False),
    ],
)
def test_a_guess_is_unsure(text: str, *, sure: bool) -> None:
    """A pronoun of two, a description of anybody, a name that follows and the sentence before are guesses."""
    (only,) = quotations([text], "en")
    assert only.speaker
    assert only.sure is sure


def test_nobody_known_is_left_open() -> None:
    """Where nothing tells the speaker, it is empty, and still speech."""
    (only,) = quotations(["“Nobody knows why.”"], "en")
    assert (only.speaker, only.is_speech, only.sure) == ("", True, False)


@pytest.mark.parametrize(
    "text",
    [
        "The festival opens with “The Salt Road”, a first film.",
        "Robert “Bobby” Kerrigan has died.",
        "The so-called “sugar holiday” is over.",
        "The word “unprecedented” came up often.",
        "They carried signs that read “Rent Is Not A Sport”.",
        "A note pinned to the gate said “Sorry about the goat.”",
        "“Bring a cushion”, advises the poster.",
        "Ann Roe rejects talk of an “attack”.",
        "The man, known as “The Fox”, was armed.",
    ],
)
def test_what_nobody_says_is_no_speech(text: str) -> None:
    """Titles, nicknames, words as such, signs and notes are quoted but not said."""
    assert said(text) == ["-"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("« Oui », a déclaré Gérard Lemoine. « Demain », a-t-il ajouté.", ["Gérard Lemoine"] * 2),
        ("« Non, explique Karim Haddad, délégué, jamais. »|« Pour qui ? » demande-t-il.", ["Karim Haddad"] * 2),
        ("Selon le préfet, Antoine Delmas, elle a été « exemplaire ».", ["Antoine Delmas"]),
        ("Pour Michel Carré, maire de Thiers, c'est « une faute ».", ["Michel Carré"]),
        ("Sa réalisatrice, Nadia Belkacem, refuse le mot de « comédie ».", ["-"]),
        ("La direction, elle, parle d'une offre « raisonnable ».", ["La direction"]),
        ("« Oui », s'est félicitée Odile Marchand.", ["Odile Marchand"]),
        ("« Oui », a commenté la préfecture maritime.", ["la préfecture maritime"]),
        ("La députée écologiste Sonia Maillet dénonce « un calcul ».", ["Sonia Maillet"]),
        ("Le reste, dit Inès Carvalho, « est venu tard ».", ["Inès Carvalho"]),
    ],
)
def test_french_has_its_own_verbs_and_order(text: str, speakers: list[str]) -> None:
    """French inverts, and says who speaks within the marks."""
    assert said(text, "fr") == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ines Carvalho counts grass.|Q: Why?|CARVALHO: It counts.", ["Q", "Ines Carvalho"]),
        ("Answers by Dr. Lucy Farrant.|Q: Milk?|A: Never.", ["Q", "Lucy Farrant"]),
        ("The Courier met Esi Quartey.|The Courier: Why?|Quartey: Fear.", ["The Courier", "Esi Quartey"]),
        ("How it ended.|PILOT: Stand by.|CONTROL: Say again.", ["PILOT", "CONTROL"]),
    ],
)
def test_labels_of_an_interview_name_who_speaks(text: str, speakers: list[str]) -> None:
    """A label is the one of that name in the introduction; `A` is who is introduced; else it stands for itself."""
    assert said(text) == speakers


def test_a_president_is_of_the_country_that_the_description_names() -> None:
    """Of two with one role, the one whose country it is: the president of Ukraine is the Ukrainian one."""
    paragraphs = [
        "French President Anne Roche met Ukrainian President Taras Koval in Lille. It was their third meeting.",
        "“We will come again as soon as the roads are open,” said the president of Ukraine.",
    ]
    (found,) = quotations(paragraphs, "en")
    assert found.speaker == "Taras Koval"
