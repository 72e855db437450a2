"""English: verbs of saying, persons, and what is quoted without being said."""

import re
from collections.abc import Iterator

from pronouncer.script.speakers.grammar import Grammar, kinds, words

_SAYING = (  # regular but for the irregular forms below
    "acknowledge accuse add admit advise affirm agree allege announce answer apologise apologize appeal argue ask"
    " assert assure bark beg bellow blog boast bristle caution claim clarify comment complain concede conclude confess"
    " confide confirm contend counter cry declare demand deny disclose echo elaborate emphasise emphasize enquire"
    " estimate exclaim explain fume gasp groan growl grumble gush hint hiss inform inquire insist instruct interject"
    " interrupt joke lament laugh maintain mention moan mumble murmur muse mutter note object observe opine order"
    " plead pledge post predict proclaim promise propose protest query question quip rage reason reassure recall"
    " reckon recommend recount reflect reiterate relate remark remember remind reply report respond retort reveal roar"
    " scoff scream shout shrug sigh signal smile snap snarl sneer sob state stress suggest summarise summarize testify"
    " tease text thunder tweet urge venture volunteer vow wail warn whisper wonder yell begin continue tell write say"
    " think speak recite read sing swear chant cable crow implore intone marvel deadpan quote chime chuckle grin"
    " enthuse rejoin telegraph message scribble dictate"
)
_IRREGULAR = (
    "said says saying told tells telling wrote writes writing written began begun begins thought thinks spoke speaks"
    " swore swears sang sings read reads reading replies replied cried cries denied denies testified testifies"
    " admitted admitting quipped quipping begged begging vowed snapped snapping blogged sobbed sobbing chimed grinned"
    " clarified clarifies messaged"
)
_TREATING = (  # with what is quoted as their object
    "accuse blast brand call characterise characterize condemn criticise criticize declare decry deem denounce depict"
    " deride describe dismiss dub hail herald label liken lambast lambaste mock praise portray rate regard reject"
    " ridicule salute slam summon term view welcome defend blame attribute cite express offer propose promise demand"
)
_PAIRS = (  # verb, then adverb
    r"(?:go|goes|going|went|carry|carries|carried) on|(?:point|call|cry|shout|blurt|spell|read|let)(?:s|ed|t)? out"
    r"|(?:cries|cried) out"
    r"|(?:chime|chip|jump|weigh|cut)(?:s|d|ed|ped)? in|(?:shoot|fire|hit|call|write|text|shout|snap|come)(?:s|d|ed"
    r"|ped)? back|(?:shot|wrote|came) back"
    r"|(?:pay|pays|paid) tribute to|(?:hit|hits|lash|lashes|lashed) out at|(?:spoke|speaks|warns?|warned|complain"
    r"|complains|complained|talks?|talked) of"
    r"|put(?:s|ting)? it|in the words of|to quote|in the eyes of"
)
_PERSONS = (
    "academic accountant agent whip gran grandma grandad grandpa granny nan secretary-general activist actor actress"
    " adjutant administrator admiral adviser advisor aide ambassador analyst anthropologist apprentice archaeologist"
    " archbishop archdeacon architect archivist artist assistant astronaut astronomer athlete attorney aunt author"
    " baker banker barber bassist baroness baron barrister bartender batsman bishop biographer biologist blogger"
    " boatman bookseller boss botanist bowler boxer boy boyfriend brigadier broker brother builder bursar businessman"
    " businesswoman butcher buyer campaigner candidate captain cardinal carer caretaker carpenter cashier chair"
    " chairman chairperson chairwoman chancellor chaplain chef chemist chief child choreographer clerk climatologist"
    " cleric coach colleague collector colonel columnist comedian commander commentator commissioner companion"
    " composer comrade conductor conservator constable consultant cook coordinator coroner corporal correspondent"
    " councillor councilman councilwoman counsel counsellor counselor counterpart countess courier cousin critic"
    " curator customer cyclist dad dame dancer daughter dean defender defendant delegate demographer dentist deputy"
    " designer detective developer diplomat director diver doctor driver drummer duchess duke ecologist economist"
    " editor educator electrician emperor employee engineer entrepreneur envoy epidemiologist ethicist evangelist"
    " examiner executive expert eyewitness farmer father fellow fiance fiancee filmmaker firefighter fireman fisherman"
    " fishmonger florist footballer forecaster foreman forester forward founder friend gardener general geneticist"
    " geographer geologist geophysicist girl girlfriend glaciologist goalkeeper golfer governor grandfather"
    " grandmother grandson granddaughter graduate grocer guard guest guide guitarist hairdresser head headmaster"
    " headmistress headteacher historian holder host hostess housekeeper hunter husband hydrologist illustrator"
    " immunologist imam importer informant inspector instructor interpreter inventor investigator investor janitor"
    " jeweller jockey journalist judge juror justice keeper king labourer lady landlady landlord lawmaker lawyer"
    " leader lecturer legislator librarian lieutenant lifeguard linguist lobbyist local locksmith lord magistrate maid"
    " major man manager marshal mathematician mayor mechanic mediator member meteorologist midfielder midwife miner"
    " minister model monk mother motorist mountaineer mp msp mep mum mom musician naturalist negotiator neighbor"
    " neighbour neighborhood nephew neurologist neuroscientist newsreader niece novelist nun nurse nutritionist"
    " observer oceanographer officer official officiant ombudsman operator organiser organizer owner paediatrician"
    " painter paleontologist paramedic parent parishioner partner passenger passer-by pastor patient pathologist"
    " patriarch patron pediatrician pensioner performer pharmacist philosopher photographer physician physicist"
    " physiotherapist pianist pilot pitcher planner player playwright plumber podcaster poet policeman policewoman"
    " pollster pope porter postman postmistress premier presenter president priest prime prince princess principal"
    " printer prisoner producer professor programmer promoter proprietor prosecutor provost psychiatrist psychologist"
    " publicist publisher pupil quarterback queen rabbi ranger rapper rector referee refugee regulator reporter"
    " representative rep researcher resident restaurateur retiree reverend reviewer rider rival roommate runner sailor"
    " scholar scientist screenwriter sculptor secretary seismologist seller senator sen sergeant sgt shareholder"
    " shepherd sheriff shopkeeper shopper singer sister skier skipper smuggler sociologist soldier solicitor"
    " solicitor-general son soprano speaker specialist spectator spokesman spokesperson spokeswoman sponsor"
    " statistician stepfather stepmother storekeeper striker student successor superintendent supervisor supporter"
    " surgeon surveyor survivor suspect swimmer sibling tailor teacher teammate technician teenager tenant tenor"
    " therapist toddler tourist trader trainer translator traveller traveler treasurer trooper trustee tutor twin"
    " uncle undersecretary veteran vet veterinarian vicar victim villager violinist virologist visitor volcanologist"
    " volunteer waiter waitress warden widow widower wife winemaker winger winner witness woman worker writer"
    " youngster zoologist maestro sheikh sultan emir ayatollah caller commuter competitor conservationist dealer"
    " dissident donor demonstrator protester protestor marcher picket predecessor organist beekeeper brewer distiller"
    " vintner weaver potter glazier mason roofer stonemason thatcher ferryman bellringer lighthouse-keeper goalie"
    " defenceman linebacker sprinter hurdler jumper thrower rower archer wrestler gymnast skater batter catcher"
    " shortstop mr mrs ms madam madame sheikha alhaji hajia canon shri smt herr frau senor senora miss mx dr prof sir"
    " gov gen lt col cmdr capt cpl pvt maj adm rev hon det supt insp cllr atty pres wpc brig cdr pte"
)
_IRREGULAR_PLURALS = (
    "others people children men women wives police staff parents spokesmen spokespeople policemen businessmen"
)
_MODIFIERS = (
    "acting assistant associate attorney backup board chief club co communications company county crown defence"
    " defense deputy district emeritus executive ex-president ex-prime finance first foreign former general head"
    " honorary interim interior joint junior late lead local longtime managing music national night opposition parish"
    " party police prime press principal retired school second senior shadow state then team town union veteran vice"
    " visiting youth lieutenant detective health energy education defending campaign marketing project city federal"
    " regional provincial transport environment culture justice labour labor rear sous"
)
_GROUPS = (
    "administration agency alliance army association audience authority bank band board body broadcaster bureau"
    " cabinet campaign charity choir church club coalition college commission committee company consortium corporation"
    " council court crew crowd department diocese embassy employer family federation firm force foundation fund"
    " government group hospital inquiry institute insurer jury league manufacturer maker mayoralty ministry"
    " municipality museum network newspaper office operator opposition organisation organization owners paper panel"
    " parliament party police publisher regulator report retailer school secretariat senate service side society squad"
    " staff startup statement store supplier team tabloid thinktank treasury tribunal trust union university utility"
    " watchdog website zoo airline airport bakery brewery factory hotel magazine parish railway restaurant syndicate"
    " theatre theater vendor fans residents villagers couple pair indictment letter email e-mail memo ruling judgment"
    " judgement verdict study survey complaint lawsuit filing article editorial dossier document audit order warrant"
    " petition communique press management leadership"
)
_ANSWERS = (
    "words word message verdict answer response reply advice comment reaction view conclusion explanation question"
    " assessment retort refrain warning summary plea appeal excuse motto order remark phrase instruction argument"
    " defence statement post tweet"
)
_FEMALE = (
    "gran grandma granny nan madam madame frau senora hajia smt sheikha actress aunt baroness businesswoman"
    " chairwoman councilwoman countess dame daughter duchess girl girlfriend granddaughter grandmother headmistress"
    " hostess lady landlady maid mother mum mom midwife mrs ms miss niece nun policewoman postmistress princess queen"
    " sister spokeswoman stepmother waitress widow wife woman congresswoman sportswoman alderwoman forewoman fiancee"
    " soprano firewoman wpc"
)
_MALE = (
    "grandad grandpa baron boy boyfriend brother businessman chairman congressman councilman dad duke emperor father"
    " fireman fisherman grandfather grandson headmaster husband king landlord lord man monk mr nephew policeman"
    " postman prince sir son spokesman stepfather uncle widower waiter pope cardinal imam archbishop sheikh sultan"
    " emir foreman batsman alderman fiance tenor boatman ferryman sportsman patriarch"
)
_PROPER = (
    "academy administration agency airlines airport alliance army assembly association authority bank board bureau"
    " cathedral centre center church club coalition college commission committee community company confederation"
    " conservancy consortium constabulary corp corporation council county court department district federation force"
    " forum foundation fund government group hall hospital hotel house inc initiative institute international league"
    " library limited lines ltd ministry motors museum network observatory office organisation organization park"
    " partners party police press productions railway railways records republic school service services society"
    " station store street studios systems team theatre theater treasury tribunal trust union united university water"
    " works plc llc elementary road avenue river lake bay island mountain valley bridge festival games cup prize act"
    " bill congress senate parliament city town north south east west energy steel airways rovers wanderers athletic"
    " rangers fc table gazette harbour line holdings industries capital"
)
_NEWSPAPERS = (
    "gazette times post herald guardian tribune observer chronicle journal mail news star sun telegraph independent"
    " mirror economist standard examiner bulletin courier globe inquirer register sentinel express argus echo"
    " advertiser record dispatch bugle mercury monitor ledger messenger citizen"
)
_NOTES = (
    "notes? signs? signboards? placards? banners? posters? stickers? graffiti t-shirts? shirts? badges? plaques?"
    " inscriptions? slogans?"
    " proverbs? notices? leaflets? labels? headlines? captions? caps? mugs? tattoos? billboards? cards? wreaths?"
    " stones? headstones?"
    " gravestones? epitaphs? adage maxim doormat hashtags? buttons? flags? chalkboards? blackboards? screens?"
    " displays? packets? boxes box"
    " engraving lettering flyers? handbills? scrawl ribbons?"
)
_WORKS = (
    "album anthem article autobiography aria ballad ballet biography blog book chapter collection column comedy"
    " documentary drama episode essay exhibition fable feature film game hymn lecture memoir movie musical novel"
    " novella opera painting paper play podcast poem portrait programme program report sculpture sequel series serial"
    " show single sitcom sketch song sonnet story symphony thriller tragedy track trilogy tune work works video debut"
    " hit classic bestseller production revival adaptation campaign project operation"
)


def _forms(bases: str) -> Iterator[str]:
    """Inflect: regular forms; the irregular ones stand in a list."""
    for base in bases.split():
        yield base
        stem = base[:-1] if base.endswith("e") else base
        if base.endswith("y") and base[-2] not in "aeo":
            yield from (base[:-1] + "ies", base[:-1] + "ied", base + "ing")
        else:
            yield base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
            yield from (stem + "ed", stem + "ing")


def _plurals(nouns: str) -> Iterator[str]:
    for noun in nouns.split():
        yield noun
        yield noun[:-3] + "men" if noun.endswith("man") and len(noun) > 3 else noun + "s"


_KINDS = {
    "S": {*_forms(_TREATING), "labelled", "found", "finds", "panned", "dubbed", "slammed"},
    "V": {*_forms(_SAYING), *_IRREGULAR.split()},
    "x": words(
        "is was were are be been being am has have had having do does did will would can could may might must should"
        " shall not never always often also then later now again once still just already however too soon even finally"
        " himself herself themselves itself simply only yesterday today tomorrow tonight back ever instead meanwhile"
        " first afterwards afterward since earlier ago thus perhaps monday tuesday wednesday thursday friday saturday"
        " sunday january february march april june july august september october november december out up off down"
        " away got both all each here there almost rather quite very"
    ),
    "p": words(
        "of in on at to by for from with about into over under after before during between among against through"
        " without within outside inside near behind beside beyond across along around above below since until till"
        " despite toward towards upon off via amid like unlike than including concerning regarding alongside"
        " throughout past onto because"
    ),
    "r": words("who which whom whose where"),
    "t": words("that whether if when while how why what although though because unless"),
    "c": words("and but or nor yet so"),
    "a": {"as"},
    "A": {"according", "in the words of", "to quote", "in the eyes of"},
    "D": words(
        "the a an this these those his her its their my our your some another one two three four five six several no"
        " many most few every"
    ),
    "H": words("he she it they i we you him them us me everyone everybody someone nobody"),
}
_NOTE = "|".join(_NOTES.split())

ENGLISH = Grammar(
    kinds=kinds(_KINDS),
    tokens=re.compile(
        r"(?:[A-Z]\.)+(?:(?=\W)|$)"
        r"|\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Cmdr|Capt|Cpl|Pvt|Sgt|Maj|Adm|Rev|Hon|Det|Supt|Insp|Cllr"
        r"|St|Jr|Sr|Brig|Pres|Atty)\.(?=\s)"
        r"|\b(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|No|Inc|Corp|Co|Ltd|vs|a\.m|p\.m|Ave|Blvd)\.(?=\s+[\da-z]|,)"
        rf"|\b(?i:{_PAIRS})\b"
        r"|[^\W_]+(?:[-’'‑&][^\W_]+|(?<=\d)[.,]\d+)*(?:(?<=s)[’'](?=\s\w))?"
        r"|[.!?…]+(?![\w.,])|--|[,:;()\[\]—–]|(?<=\s)-(?=\s)"
    ),
    roles=frozenset(_plurals(_PERSONS)) | words(_IRREGULAR_PLURALS),
    kin=words(
        "mr mrs ms miss mx dr sir dame lord lady mother mum mom father dad son daughter brother sister husband wife"
        " gran grandma granny nan grandad grandpa grandmother grandfather aunt uncle cousin partner friend neighbour"
        " neighbor local resident man woman boy girl twin teenager victim suspect survivor"
    ),
    modifiers=words(_MODIFIERS),
    surnames=words(
        "baker bishop king dean major porter mason potter butler hunter marshal shepherd weaver archer pope prince"
        " duke cook carpenter gardener fisher brewer thatcher sailor driver cardinal abbot priest judge constable"
        " chancellor lord rider farmer ranger skipper bowler monk barber chase page walker parker fuller singer carter"
        " justice painter glazier forester boss guest friend child speaker winner"
    ),
    groups=frozenset(_plurals(_GROUPS)),
    answers=words(_ANSWERS),
    pairs=re.compile(_PAIRS, re.IGNORECASE),
    nouns=words(
        "reply call report claim answer cry comment question order demand pledge promise note post text estimate"
        " remark protest appeal address reason shout sigh smile joke tweet laugh murmur whisper state quote scream"
        " yell query blog message hope offer view label reports claims calls comments questions orders promises notes"
        " posts texts reasons states quotes views hopes fears reading saying writing meaning telling begin cable chant"
        " find rate term terms brand"
    ),
    female=words(_FEMALE),
    male=words(_MALE),
    pronouns={"he": "m", "she": "f", "it": "it", "they": "they", "i": "", "we": ""},
    possessives={"his": "m", "her": "f", "himself": "m", "herself": "f"},
    owning=words("his her its their our my"),
    proper=words(_PROPER),
    newspapers=words(_NEWSPAPERS),
    agent=frozenset({"by"}),
    indefinite=words("a an some another one two three four five six several no many most few every"),
    articles=words("a an no every"),
    unsaid=re.compile(
        r"(?:\bso-called|\b(?:the|a|an) (?:\w+ )?(?:word|term|phrase|slogan|motto|nickname|label|name|title"
        r"|expression|code name|proverb|adage|hashtag|heading|question of)"
        r"|\b(?:talk|notion|idea|suggestions?|charges?|accusations?|allegations?|myth|rumours?|rumors?|concept) of"
        r"|\b(?:nicknamed|dubbed|titled|entitled|named|known (?:\w+ )?as|known to \w+ as|labelled|marked|stamped"
        r"|headed|spelled|spelt|spelling|codenamed|code-named|christened|advertised as|sold as"
        r"|billed as|marketed as|branded as|inscribed|emblazoned|signed|misspelled)"
        rf"|\b(?:{_NOTE})\b[^.:;“”\"]{{0,50}}?\b(?:read|reads|reading|said|says|saying|proclaim\w*|declar\w+"
        rf"|announc\w+|promis\w+|warn\w+|asking|asked|asks|that say|with the words)"
        rf"|\b(?:{_NOTE})|\b(?:an? \w+ |the \w+ |old |an? |the )saying(?: \w+){{0,2}})(?: only| simply| just| that|"
        rf" as| with)?(?: the| an?)?\s*[,:]?\s*$",
        re.IGNORECASE,
    ),
    works=re.compile(rf"\b(?:{'|'.join(_WORKS.split())}|called|titled)\b[^.;:“”\"]{{0,30}}$", re.IGNORECASE),
    notes=re.compile(_NOTE),
    belongs=frozenset(("for", "of", "from")),
    views=frozenset(("for", "to")),
    adverb=re.compile(
        r"^(?!(?:ally|assembly|bully|supply|jelly|belly|monopoly|anomaly|butterfly|july|only|early|elderly|friendly"
        r"|likely|lonely|ugly|holy)$)\w{3,}ly$"
    ),
    finite=re.compile(
        r"\w{2,}ed$|went|came|left|took|made|stood|gave|got|met|ran|held|led|knew|won|lost|sat|kept|put|set|cut|hit"
        r"|let|paid|built|fell|rose|grew|drew"
        r"|brought|bought|caught|became|drove|spent|sent|sold|shook|showed|wants?|expects?|needs?|makes?|takes?"
        r"|gives?|goes|comes|keeps|knows?|opens?"
        r"|closes?|seems?|hopes|plans|leaves|lives|works|runs|stands|sits|wore|broke|chose|flew|lay|looks"
    ),
    peoples=re.compile(
        r"[a-z]{3,}(?:ians?|ese|ards?|landers?|oner|(?:french|dutch|english|irish|welsh|scots)(?:wo)?man)"
        r"|(?:scot|swede|dane|finn|pole|serb|croat|turk|briton|swiss|german|american|mexican|greek|basque|catalan|argentine|aussie|czech|slovak|korean)"
    ),
    qualities=re.compile("emeritus|elect|designate"),
    genders={},
    inside=False,
)
