"""The words beside a name or word that show what it is: for entries of the lexicon that hold in one role only."""

_TITLES = """mr mrs ms miss dr sir dame lord lady president vice prime minister chancellor senator sen rep representative
congressman congresswoman governor gov mayor judge justice attorney secretary general gen colonel col captain sgt
officer professor prof coach king queen prince princess pope bishop rabbi imam striker midfielder defender goalkeeper
actor actress singer author director chairman chairwoman ceo spokesman spokeswoman spokesperson named""".split()
_SAYING = """said says told tells added asked replied wrote tweeted argued insisted testified admitted denied warned
announced scored whose who himself herself""".split()
_PLACING = "in at near from to around across outside inside toward towards via of".split()
_BEFORE_NOUN = "the a an this that these those my your his her its our their some any no every each".split()
_BEFORE_VERB = (
    "to will would can could should must may might shall they we you i who didn't don't doesn't won't".split()
)
_BEFORE_ADJECTIVE = "very more most so too quite rather".split()

ROLES = {
    "person": (frozenset(_TITLES), frozenset(_SAYING)),
    "place": (frozenset(_PLACING), frozenset()),
    "noun": (frozenset(_BEFORE_NOUN), frozenset()),
    "verb": (frozenset(_BEFORE_VERB), frozenset()),
    "adjective": (frozenset(_BEFORE_ADJECTIVE), frozenset()),
}
