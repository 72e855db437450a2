"""Lines that belong to the page's machinery, not to the article: players, captions, credits, bylines.

Rules are whole-line and cautious: a line of the story that only mentions these words is kept.
"""

import functools
import re
from collections.abc import Iterable, Sequence

from pronouncer.model.article import BlockKind
from pronouncer.patterns import compiled

_DURATION = r"(?:(?:average|about|approx\.?|~)\s*)?\d{1,3}(?::\d\d)?\s*(?:min(?:ute)?s?|m)?"
_ADDRESS = r"[\w.+-]+@[\w.-]+\.\w{2,}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = r"\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?"
_AGENCY = r"(?:getty images|afp|ap|reuters|epa)"
_THIS = r"(?:this|the)\s+(?:article|story|post|episode|audio)"

_POINTERS = (
    r"read\s+(?:more|also|next)|more(?=\s*[:|])|more\s+(?:on\s+this(?:\s+story)?|from\s+(?:this|the|our)|stories|coverage)",
    r"related(?:\s+(?:articles?|stories|coverage|reading|videos?))?|see\s+also|also\s+read|you\s+may\s+also\s+like|poll",
    r"recommended(?:\s+(?:for\s+you|stories|reading))?|must\s+read|don[’']t\s+miss|in\s+case\s+you\s+missed\s+it",
    r"(?:editor|reader)s?[’']?s?\s+picks?|most\s+(?:read|popular|viewed|shared)|trending(?:\s+now)?|podcast",
    r"(?:à\s+)?lire\s+(?:aussi|également)|voir\s+aussi|sur\s+le\s+même\s+sujet|mehr\s+zum\s+thema|lesen\s+sie\s+auch",
    r"auch\s+interessant|leer?\s+también|te\s+puede\s+interesar|más\s+información|leia\s+(?:também|mais)",
    r"(?:leggi|lees|czytaj|zobacz)\s+(?:anche|ook|też|także|również)|more\s+\w+\s+news",
    r"читайте\s+(?:також|также)|дивіться\s+також|اقرأ\s+أيضا?ً?|קראו\s+(?:גם|עוד)",
)
_LINES: dict[BlockKind, Iterable[str]] = {
    "player": (
        rf"(?:listen|play)(?:\s+(?:to\s+)?(?:{_THIS}))?(?:\s*[·•|:(–—-]?\s*{_DURATION}\)?)?",
        rf"{_DURATION}\s+(?:listen|audio)",
        rf"(?:the\s+)?audio\s+version\s+of\s+{_THIS}\s+(?:was|is|has\s+been)\s+(?:created|generated|made|produced)\b.*",
        r"this\s+(?:article|story|audio)\s+(?:was|is)\s+(?:read|voiced|narrated|generated|created)\s+(?:aloud\s+)?"
        r"(?:by|with|using)\s+(?:an?\s+)?(?:AI|artificial|automated|synthetic|computer)\b.*",
        r"produced\s+by\b.{0,80}\busing\s+AI\b.{0,160}",
        r"audio\s+by\s+\S.{1,40}",
        r".{0,160}\b(?:enable\s+javascript|browser\s+does\s+not\s+support)\b.{0,120}",
        r"(?:it|this\s+audio)\s+can\s+be\s+mispronounced\b.*",
        r".{0,60}\bcannot\s+be\s+played\b.{0,60}",
        r"loaded:\s*\d{1,3}\s*%.{0,60}|loading\s+(?:ads?|document|video|player|comments)\b.{0,20}",
        r"(?:ascolta|écouter|escucha|escuchar|ouça|anhören|luister|posłuchaj)\b.{0,60}"
        r"(?:articolo|article|artículo|artigo|artikel|artykułu?)\b.{0,30}",
    ),
    "credit": (
        r"(?:chart|graphic|map|source|data|illustration)s?\s*:\s*.{1,200}",
        r"(?:fuente|fonte|źródło|bron|quelle|foto|fotos|bild|beeld|zdjęcie|crédito|фото|джерело)\s*[:/]\s*.{1,120}",
        r"(?:photograph(?:y|s)?|photos?|images?|illustrations?|graphics?|video)\s+by(?:\s+[^\s.]+){1,3}(?:\s*[/|,]\s*.{2,40})?",
        r"(?:photo(?:graph)?s?|image|picture|credit|illustration)\s*(?:credit|by)?\s*[:/]\s*.{1,120}",
        rf"[(\[][^()\[\]]{{0,100}}(?:/|via )\s*{_AGENCY}[^()\[\]]{{0,40}}[)\]]",
        r"[(\[](?:photo|image|picture|video|graphic)s?(?:\s+by\b|\s*:)[^()\[\]]{1,120}[)\]]",
        r"\(with\s+(?:[A-Z]{2,6}\s+)?(?:inputs|agency|agencies|files)\b[^()]{0,80}\)",
        r"\((?:\w{2,4}/)?mit\s+Agenturmaterial\)",
        r"\(Editors:[^()]{1,200}\)|\([^()\d]{0,3}1\s*=\s*[^()]{3,60}\)",  # the rate that a report reckons with
        r"[A-Z]{2,5}\s+[a-z]{2,3}(?:/[a-z]{2,3})+",  # who wrote, edited and sent a wire report
        r"[A-Z]{2,}(?:-[A-Z]+)*[-/][^.]{0,120}\b(?:WRITETHRU|LD|UPDATES?|WORDS)\b.{0,80}",  # its slug
    ),
    "caption": (
        r"(?:photo|image|picture|caption|photograph|video|watch)(?:\s+caption)?\s*:\s.{0,500}",
        r".{5,160}[.,;]\s+(?:file|archive|handout|courtesy)\s+(?:picture|photo(?:graph)?|image)\.?",
        r".{5,240}\s(?:[—–-]\s+)?(?:image|photo(?:graph)?|picture|photo\s+credit|foto|bild)\s*:\s[^.!?]{1,60}",
        r".{5,240}[(\[](?:(?:image|pic(?:ture)?|photo|credit|foto|file)\s*:|[^()\[\]]{0,30}\barchive\b)[^()\[\]]{0,80}[)\]]",
        r"fig(?:ure|\.)?\s+\d+\s*[|:.]\s.{5,500}",
    ),
    "ad": (
        r".{0,200}\b(?:affiliate\s+(?:links?|commission)|(?:earn|receive|get)\s+(?:an?\s+)?(?:\w+\s+)?commission)\b.{0,200}",
        r"(?:ads?|advertisement|advertising|anzeige|publicité|publicidade?|pubblicità|reklama|advertentie|реклама"
        r"|paid\s+post|skip\s+advertisement|passer\s+la\s+publicité|anzeige\s+überspringen|haberin\s+devamı)[.:]?(?:\s*[-·|]\s*.{0,40})?",
        r"dalsza\s+część\s+artykułu\b.{0,60}|(?:artikel|l[’']article|l[’']articolo|el\s+artículo)\s+(?:geht|gaat|se\s+poursuit"
        r"|continua|continúa)\b.{0,60}",
        r"sponsored(?:\s+content|\s+by\b.{0,80})?|(?:a\s+)?(?:message|word)\s+from\s+our\s+(?:sponsors?|partners?)",
        r"(?:story|article|content)\s+continues\s+(?:below|after)(?:\s+(?:this\s+)?(?:advertisement|ad))?[.…]?",
        r"continue\s+reading(?:\s+below)?[.…]?|scroll\s+(?:down\s+)?to\s+continue.{0,80}",
        r".{0,80}gamble\s+responsibly.{0,80}|for\s+immediate\s+release[.:]?|source\s+[A-Z].{1,60}",
        r".{0,200}\b(?:order|buy)\s+a\s+copy\b.{0,40}\b(?:bookshop|visit|go\s+to|call)\b.{0,160}",
        r".{0,160}\btickets\s+(?:are\s+)?(?:from|cost)\s+[£$€]\d.{0,60}",
    ),
    "related": (
        rf"(?:{'|'.join(_POINTERS)})(?:\s*[:|–—>»-].{{0,200}}|\s*)",  # alone, or with what it points to
        r"(?:for\s+)?more\s+(?:stories|news)\s+like\s+this\b.{0,120}",
        r"(?:watch|listen|read|video)\s*\|\s.{0,300}|(?:se|sjå|katso|hør)\s+(?:klippet|videon?|også|också)\s*[:|].{0,160}",
        r"(?:(?:an?\s+)?ai[-\s](?:generated\s+)?(?:summary|overview)|summary\s+by\s+ai)\b.{0,60}|tap\s+here\s+to\b.{0,160}",
        r"(?:.{0,300}[.]\s+)?this\s+(?:summary\s+)?is\s+(?:an?\s+)?ai[-\s]generated\b.{0,200}",
        r"dieses\s+thema\s+im\s+programm\b.{0,200}",
        r"v[ií]deos?:\s.{0,120}|.{5,120}[^\W\d]\d\d:\d\d",  # with the length of a video behind it
        r"(?:view|read|see|download)\s.{0,80}\(PDF\b[^()]{0,40}\)",
    ),
    "newsletter": (
        r"(?:.{0,60}\?\s+)?(?:please\s+)?(?:sign\s+up|subscribe|register)\s+(?:now\s+|today\s+|here\s+)?(?:to|for)\b"
        r".{0,200}?(?:newsletter|inbox|e-?mail|alerts?|updates|briefing|free|bulletin|digest).{0,120}",
        r"get\s+(?:the|our|all)\b.{0,120}?(?:inbox|newsletter|e-?mail).{0,80}|enter\s+your\s+e-?mail.{0,120}",
        r"(?:click\s+here\s+to\s+)?(?:join|follow|subscribe\s+to)\s+(?:us\s+on\s+)?(?:our\s+|the\s+)?"
        r"(?:\w+\s+)?(?:whatsapp|telegram|facebook|instagram|youtube)\b.{0,300}",
        r"(?:підписуйтесь|підписуйтеся|подписывайтесь|приєднуйтесь)\s.{0,160}",
        r"(?:inscrivez|abonnez)-vous\b.{0,200}|(?:chaque\s.{0,40})?recevez\b.{0,160}|il\s+vous\s+reste\b.{0,80}",
        r"puedes\s+seguir\s+a\b.{0,200}|(?:regístrate|suscríbete|inicia\s+sesión)\b.{0,60}\b(?:leyendo|leer)\b.{0,40}",
        r"(?:download|get|ladda\s+ner|télécharge[rz]|descarga|scarica|hent|lade[n]?)\b.{0,60}\bapp\b.{0,60}",
        r".{0,100}\bby\s+clicking\s+here|click\s+here\s+to\s+(?:get|download)\b.{0,80}",
        r"if\s+you\s+(?:enjoyed|liked)\s.{0,80}\b(?:clap|follow|subscribe|sharing|sign\s+up)\b.{0,160}",
        r"this\s+\w+\s+was\s+featured\s+in\b.{0,60}\bnewsletter\b.{0,200}",
        r"(?:our|the)\s+(?:full\s+)?archives?\b.{0,80}\bavailable\s+to\b.{0,60}",
        r"newsletter\b.{0,80}|(?:jetzt\s+)?(?:den\s+)?newsletter\s+(?:abonnieren|bestellen).{0,80}",
        r"(?:.{0,120}[.?!]\s+)?(?:if\s+you\s.{0,40})?(?:become\s+a\s+(?:member|subscriber)\b"
        r"|support\s+(?:our|independent)\s+journalism).{0,200}",
        r"(?:.{0,80}\.\s+)?join\s+[\d,.]+\s.{0,120}|.{0,80}\b(?:small\s+favour|favor\s+to\s+ask)\b.{0,600}",
        r"(?:iscriviti|seguici|abbonati|apúntate|suscríbete|síguenos|inscreva-se|assine|siga|abonneer|meld\s+je\s+aan|zapisz\s+się"
        r"|dołącz|obserwuj|melden\s+sie\s+sich|folgen\s+sie|suivez)\b.{0,120}?(?:newsletter|whatsapp|telegram|facebook|canal"
        r"|google|app|nas\b|uns\b|nous\b|e-?mail).{0,160}",
        r"you\s+have\s+(?:\d+|one|two|three|no)\s+(?:free\s+)?(?:stories|articles|story|article)\s+(?:left|remaining)\b.{0,80}",
        r"subscribe\s+to\b.{0,60}\b(?:premium|for\s+[^\w\s]\d|to\s+read)\b.{0,80}|by\s+signing\s+up\b.{0,160}",
        r"click\s+here\s+to\s+(?:sign\s+up|subscribe|join|report)\b.{0,160}|tu\s+suscripción\b.{0,160}",
        r"(?:get|buy)\s+(?:full|unlimited|journal)\b.{0,30}\baccess\b.{0,160}|access\s+options|dziękujemy,?\s+że\b.{0,200}",
        r"already\s+a\s+subscriber\?.{0,80}|thanks\s+for\s+reading\b.{0,200}|member-only\s+story",
        r".{0,60}\b(?:premium|subscriber-only)\s+(?:article|content|story)\b.{0,120}",
    ),
    "correction": (
        r"(?:a\s+correction\s+was\s+made|correction|clarification|editor[’']s\s+note"
        r"|this\s+(?:article|story|report)\s+(?:has\s+been|was)\s+(?:amended|corrected|updated))\b.{5,600}",
    ),
    "timestamp": (
        r"(?:(?:first\s+)?(?:uploaded|published|updated|posted(?!\s+by\b)|last\s+(?:updated|modified)|modified|created|publié"
        r"|mis\s+à\s+jour|veröffentlicht|aktualisiert|stand|опубліковано|оновлено)\b(?:[^.!?]|\.\d|\d\.){0,90})[.]?",
        r"\d{1,3}\s+(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago",
        r"\d{1,2}\s*min(?:ute)?s?\s+(?:read|lesezeit|de\s+lecture)",
        rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
        rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+20\d\d)?|\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+20\d\d)?|{_MONTH}\s+20\d\d)"
        rf"(?:\s*[,/|·]?\s+(?:at\s+)?{_CLOCK})?[.]?",
        rf"\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}(?:,?\s+{_CLOCK})?|\d{{4}}-\d\d-\d\d(?:[T\s]\d\d:\d\d.{{0,12}})?",
        r"(?:a\s+version\s+of\s+)?this\s+(?:article|story)\s+(?:also\s+)?(?:appear(?:s|ed)|ran|was\s+published)\s+(?:in|on)\b.*",
        r"een\s+versie\s+van\s+dit\s+artikel\b.*|doi:\s*\S+|\d{1,3}(?:\s*\+\s*\d{1,2})?\s*[’'′]\W*",
        r"\d{1,3}\s+(?:min(?:uti|utos|uut|ut)?)\s+(?:di\s+lettura|de\s+lectura|de\s+leitura|czytania|leestijd)",
    ),
    "contact": (
        rf"(?:e-?mail|contact|reach|write\s+to|follow|tweet)\b[^.!?]{{0,80}}(?:{_ADDRESS}|\s@\w{{2,}}"
        r"|on\s+(?:twitter|x|facebook|instagram|bluesky|mastodon))[^.!?]{0,60}[.]?",
        rf"(?:e-?mail|contact|reach|call|follow|write\s+to)\s.{{0,120}}{_ADDRESS}.{{0,100}}",
        rf".{{0,120}}\b(?:send|write|e-?mail|contact|mail)\b.{{0,120}}{_ADDRESS}.{{0,60}}",
        rf"(?:do\s+you\s+have\s+an\s+opinion|want\s+to\s+respond)\b.{{0,300}}|{_ADDRESS}|@\w{{3,30}}",
        r"(?:do\s+you\s+have|got)\s+(?:a|any)\s+(?:news\s+)?(?:tips?|story|information)\b.{0,160}",
        r"share(?:\s+(?:this|on|via)\b.{0,40})?|tweet|copy\s+link|print(?:\s+this\s+page)?|save|email|back\s+to\s+top",
        r"comments?(?:\s*\(\d+\))?|\d+\s+comments?|facebook|twitter|whatsapp|linkedin|telegram|transcript",
        r"view\s+(?:in\s+browser|gallery|all)|show\s+more|load\s+more|(?:tags?|topics?):.{0,160}|filed\s+under.{0,160}",
        r"©.{0,160}|copyright\b.{0,160}|(?:all\s+rights\s+reserved|todos\s+los\s+derechos|riproduzione\s+riservata)\b.{0,300}",
        r"comments\s+(?:on\s+this\s+\w+\s+)?(?:are|have\s+been)\s+closed\b.{0,60}|[\d,.]+\s+votes?\b.{0,20}",
        r"if\s+you\s+have\s+been\s+affected\s+by\b.{0,200}|letters\s+to\s+the\s+editor\b.{0,300}|our\s+standards:.{0,100}",
        r".{0,120}[?.]\s+(?:tell\s+us|let\s+us\s+know|have\s+your\s+say)\b.{0,60}\b(?:comments?|below)\b.{0,20}",
        rf".{{0,120}}\b(?:napisz|pisz|écrivez|scrivi|scrivici|escríbenos|schreib\w*)\b.{{0,60}}{_ADDRESS}.{{0,40}}",
        r"(?:press|hit)\s+enter\b.{0,20}\bto\s+(?:view|skip|open|zoom)\b.{0,60}|image\s+copyright\b.{0,80}",
        r"this\s+(?:article|page|content)\s+(?:contains\s+content|is)\s+provided\s+by\b.*",
        r"we\s+use\s+cookies\b.*|do\s+not\s+sell\s+or\s+share\s+my\s+personal\s+information",
        r"allow\s+\w+\s+content\?",
        r"(?:.{0,60}[:.]\s+)?(?:take|complete|fill\s+in)\s+(?:our|this)\b.{0,30}\bsurvey\b.{0,60}",
        r"(?:якщо\s+ви\s+помітили|если\s+вы\s+заметили|нашли|знайшли)\s.{0,60}(?:ctrl|enter).{0,40}",
        r"be\s+the\s+first\s+(?:of\s+your\s+friends\s+)?to\s+(?:like|comment|share)\b.{0,80}",
        r"(?:tried|made)\s+this\s+recipe\?.{0,120}",
    ),
    "bio": (
        r"(?:(?:this\s+(?:episode|podcast|film|video)|music)\s+(?:was|is)\s+(?:produced|edited|made)"
        r"|additional\s+reporting|reporting|edited|editing|writing|with\s+(?:files|reporting|additional\s+reporting))"
        r"\s+(?:by|from)\b.{2,160}",
        r"\S.{1,140}\b(?:contributed|contributing)(?:\s+(?:reporting|research))?\s+to\s+this\s+(?:report|story|article)\b.{0,80}",
    ),
}
"""Whole lines of each kind, the first that fits."""
_LONGEST = 1000  # characters of a line that may be one of them
_ONLY_DURATION = compiled(rf"{_DURATION}(?:\s+read)?\.?", re.IGNORECASE)
_NAME = compiled(r"[^\W\d_a-z][\w’'-]*\.?(?:\s+(?:(?:de|del|van|von|al|da|bin)\s+)?[^\W\d_a-z][\w’'-]*\.?){1,3}")
_BIO = compiled(
    r"(?:is|was|writes|covers|reports|has\s+been|works|teaches|joined)\b.{0,200}?\b(?:reporter|correspondent|columnist"
    r"|editors?|professor|author|writer|fellow|journalist|contributor|reached|producer|critic|lecturer|director|staff"
    r"|bureau|newsroom|newspaper|covering)\b",
    re.IGNORECASE | re.DOTALL,
)
_BYLINE = compiled(
    r"(?:(?:[Ww]ords|[Tt]ext|[Ii]nterview|[Ss]tory|[Pp]ictures|[Pp]hoto(?:graph)?s?|[Rr]eport(?:ing)?|[Aa]nalysis"
    r"|[Rr]eview(?:ed)?|[Ee]in [Ii]nterview)(?:\s+and\s+\w+)?(?:\s*:\s+|\s+(?=[Bb]y\b|von\b)))?"
    r"(?:(?<=:\s)|(?:[Ww]ritten\s+|[Pp]osted\s+)?[Bb]y\s|BY\s|[Pp]ar\s|[Vv]on\s|[Pp]or\s|[Dd]i\s|[Dd]oor\s)\s*[^\W\d_a-z][^.!?\n]{1,78}"
)
_LEAD = compiled(r"^[^\w“\"'(\[#@©/]+")


def kind_of(line: str) -> BlockKind | None:
    """Return the kind of a line that is not running text, or None for running text."""
    line = _LEAD.sub("", " ".join(line.split()))
    if len(line) > _LONGEST:
        return None
    return next((kind for kind in _LINES if _pattern(kind).fullmatch(line)), None)


@functools.cache
def _pattern(kind: BlockKind) -> re.Pattern[str]:
    return compiled(f"(?:{'|'.join(_LINES[kind])})[.…!]?", re.IGNORECASE | re.DOTALL)


_COMMENTS = compiled(
    r"(?:\d+\s+)?(?:reader\s+|user\s+)?(?:comments?|responses?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties"
    r"|komentarze|коментарі|комментарии)(?:\s*[-–(]?\s*\d+\)?)?\s*:?|leave\s+a\s+(?:reply|comment)|join\s+the\s+(?:conversation|discussion)",
    re.IGNORECASE,
)
_END = compiled(r"\W{0,4}(?:ends?|fin|ende|-\s*30\s*-|#\s*#\s*#)\W{0,4}", re.IGNORECASE)


_AFTER = compiled(
    r"(?:sources|references|external\s+links|further\s+reading|quellen|einzelnachweise|weblinks|références|referencias"
    r"|fonti|bibliografia|källor|kilder|źródła|примітки|джерела)\W{0,2}",
    re.IGNORECASE,
)


def is_after(heading: str) -> bool:
    """Say whether a heading stands over what comes after a story: its sources, links."""
    return bool(_AFTER.fullmatch(" ".join(heading.split())))


def is_comments(line: str) -> bool:
    """Say whether a line is the heading of readers' comments."""
    return bool(_COMMENTS.fullmatch(" ".join(line.split())))


def is_end(line: str) -> bool:
    """Say whether a line says that a story is over, as press releases do before notes to editors."""
    return (not line.isalpha() and bool(_END.fullmatch(line))) or line == "ENDS"


def is_bio(line: str, authors: Sequence[str]) -> bool:
    """Say whether a paragraph at the end is about an author: it begins with the name, or names him and what he does."""
    line = " ".join(line.split())
    named = any(name and name in line for name in authors)
    begins = re.match(r"(?:[A-Z][\w.’'-]+\s+){1,4}(?=is\b|was\b|has\b|writes\b|covers\b|reports\b)", line)
    return (
        len(line) < 500
        and bool(_BIO.search(line) or re.search(_ADDRESS, line))
        and (
            named
            or bool(
                begins
                and re.search(
                    r"\b(?:@|covers|covering|reporter|correspondent|columnist|can be reached|writes about)", line
                )
            )
        )
    )


def is_duration(line: str) -> bool:
    """Say whether a line is only a listening or reading time, as stands beside a player."""
    return bool(re.search(r"\d", line)) and bool(_ONLY_DURATION.fullmatch(" ".join(line.split())))


def is_name(line: str) -> bool:
    """Say whether a line may be somebody's name: two to four words with capitals, and nothing else."""
    return bool(_NAME.fullmatch(line)) and not line.isupper()


def is_byline(line: str) -> bool:
    """Say whether a line names the author, as bylines near the top do."""
    return bool(_BYLINE.fullmatch(" ".join(line.split())))
