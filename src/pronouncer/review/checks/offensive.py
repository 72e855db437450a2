"""Words that come out as an offensive one: `fake` is one vowel from what no newsroom wants to have said."""

from pronouncer.hearing.paths import Rival, is_one_away, phones_of
from pronouncer.review.line import Line, Suspect, Suspects

OFFENSIVE = {
    "en": (
        "fˈʌk fˈʌkt fˈʌks fˈʌkɪŋ fˈʌkɚ ʃˈɪt ʃˈɪts ʃˈɪti kˈʌnt kˈʌnts bˈɪtʃ bˈɪtʃᵻz kˈɑːk kˈɑːks dˈɪk dˈɪks pˈɪs pˈɪst "
        "slˈʌt slˈʌts hˈɔːɹ hˈɔːɹz wˈæŋk wˈæŋkɚ twˈæt pɹˈɪk nˈɪɡɚ nˈɪɡɚz fˈæɡ fˈæɡət ɹˈeɪp ɹˈeɪpt ɹˈeɪpɪst ˈeɪnəs "
        "pjˈuːbɪk pˈuːp kɹˈæp tˈɪts bˈuːbz ˈæshoʊl bˈæstɚd spˈæstɪk ɹᵻtˈɑːɹd dˈɑːɡɪŋ"
    ).split()
}
"""By language: IPA of words that nobody may hear by mistake."""


def offensive(line: Line) -> Suspects:
    """Suspect each word of an offensive one that is one sound away."""
    listed = {phones_of(ipa): ipa for ipa in OFFENSIVE.get(line.utterance.language.split("-")[0].lower(), ())}
    for place, (_, word, ipa) in enumerate(line.utterance.words):
        phones = phones_of(ipa)
        for other, bad in listed.items() if phones not in listed else ():
            if is_one_away(phones, other):
                message = f"“{word}” is heard as /{bad}/, an offensive word, where /{ipa}/ was wanted."
                yield Suspect(Rival(place, place + 1, (bad,)), message, bad)
