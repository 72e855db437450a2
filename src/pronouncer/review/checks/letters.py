"""English words that a listener has to know: the names of letters, and of numbers."""

LETTERS = {
    "a": "ˈeɪ", "b": "bˈiː", "c": "sˈiː", "d": "dˈiː", "e": "ˈiː", "f": "ˈɛf", "g": "dʒˈiː", "h": "ˈeɪtʃ", "i": "ˈaɪ",
    "j": "dʒˈeɪ", "k": "kˈeɪ", "l": "ˈɛl", "m": "ˈɛm", "n": "ˈɛn", "o": "ˈoʊ", "p": "pˈiː", "q": "kjˈuː", "r": "ˈɑːɹ",
    "s": "ˈɛs", "t": "tˈiː", "u": "jˈuː", "v": "vˈiː", "w": "dˈʌbəljˌuː", "x": "ˈɛks", "y": "wˈaɪ", "z": "zˈiː",
}  # fmt: skip
DIGITS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {
    "zero": "zˈiəɹoʊ", "one": "wˈʌn", "two": "tˈuː", "three": "θɹˈiː", "four": "fˈɔːɹ", "five": "fˈaɪv", "six": "sˈɪks",
    "seven": "sˈɛvən", "eight": "ˈeɪt", "nine": "nˈaɪn", "ten": "tˈɛn", "eleven": "ᵻlˈɛvən", "twelve": "twˈɛlv",
    "thirteen": "θɜːtˈiːn", "fourteen": "fɔːɹtˈiːn", "fifteen": "fɪftˈiːn", "sixteen": "sɪkstˈiːn",
    "seventeen": "sɛvəntˈiːn", "eighteen": "eɪtˈiːn", "nineteen": "naɪntˈiːn", "twenty": "twˈɛnti", "thirty": "θˈɜːti",
    "forty": "fˈɔːɹti", "fifty": "fˈɪfti", "sixty": "sˈɪksti", "seventy": "sˈɛvənti", "eighty": "ˈeɪti",
    "ninety": "nˈaɪnti", "hundred": "hˈʌndɹəd", "thousand": "θˈaʊzənd", "million": "mˈɪliən", "billion": "bˈɪliən",
    "point": "pˈɔɪnt", "oh": "ˈoʊ", "and": "ænd",
}  # fmt: skip
