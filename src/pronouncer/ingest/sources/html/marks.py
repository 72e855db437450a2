"""What the marks of an element say it is: its tag, its classes, its id, its attributes.

Publishers name the parts of a page in a few common ways. Names are compared token by token, so that `downloads` is no
`ads`, and what a whole container is called counts only while the container is small.
"""

import functools
import re
from collections.abc import Mapping

from lxml import etree

from pronouncer.model.article import BlockKind

SKIPPED = frozenset(
    "script style noscript template nav footer form button iframe object svg math audio video canvas select option "
    "textarea dialog menu head map input label del s strike amp-ad amp-embed amp-sticky-ad amp-iframe amp-audio amp-video "
    "amp-analytics amp-social-share amp-consent amp-sidebar".split()
)
"""Elements whose text is never part of an article."""

BLOCKS: Mapping[str, BlockKind | None] = {
    "h1": "headline",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    "li": "list_item",
    "pre": "code",
    **dict.fromkeys(
        "address article aside body dd details div dl dt fieldset figure header hr html main ol p section summary table tbody td "
        "tfoot th thead tr ul".split(),
        None,
    ),
}
"""Elements that begin and end a block of text, with the kind that the tag alone gives it."""

_NAMES: tuple[tuple[BlockKind | None, str], ...] = (  # first match wins; None is furniture of the page
    ("pull_quote", "pull-?quotes?|pulled-quote|wp-block-pullquote|gs-pullquote|callout-quote|has-pull-quote"),
    ("embed", "twitter-tweet|instagram-media|tiktok-embed|fb-post|bluesky-embed|mastodon-embed|reddit-embed(?:-bq)?|kg-embed-card"
              "|wp-block-embed|social-embed|tweet|embed|amp-(?:twitter|facebook|instagram|tiktok|youtube|reddit)"),
    ("caption", "caption|captions|legend|img-?caption|wp-caption-text|gu-caption|gallery|slideshow|slide-caption|photo-?caption|image-?caption"
                "|media-?caption|video-?caption|gallery-caption|wp-element-caption|kg-gallery-card|wp-block-gallery|carousel"),
    ("credit", "credit|credits|copyright|photo-?credit|image-?credit|picture-?credit|media-?credit|agency-?credit"),
    ("player", "audio-?player|listen-?to|tts-player|audio-article|article-?audio|beyondwords-player|trinity-player|readspeaker|rs_?player"
               "|podcast|podcast-?player|podcast-?embed|video-?player|video-?container|media-?player|listen"),
    ("newsletter", "newsletter|newsletters|newsletter-?(?:signup|promo|box|form|widget|card|cta|module|prompt)|sign-?up|signup|email-?signup|subscribe"
                   "|subscribe-?(?:box|form|cta|prompt|module)|subscription-?(?:box|prompt)|mailing-?list|inline-?newsletter|mc4wp-form|kg-signup-card|membership-?cta|paywall-?(?:prompt|cta|banner)|regwall|piano"),
    ("ad", "ad|ads|advert|adverts|advertisement|advertising|adsbygoogle|ad-?(?:slot|unit|container|wrapper|block|label|placeholder)|dfp|gpt-?ad|google-?ad|sponsored|sponsor|sponsored-?(?:content|box|post)"
           "|promoted|promo|promo-?(?:box|block|unit)|taboola|outbrain|native-?ad|paid-?content|partners?|partner-?(?:content|offers?|table|promo)|affiliate"),
    ("related", "related|related-?(?:articles?|posts?|stories|story|content|links?|box|news|coverage|topics)|jp-relatedposts|yarpp(?:-related)?|recirc|recirculation|read-?more|readmore|read-?also|also-?read"
                "|more-?(?:on|from|stories|news|coverage)(?:-[a-z]+)*|recommended|recommendations?|most-?(?:read|popular|viewed)|popular|trending|you-?may-?(?:also-?)?like|see-?also|rich-?link|inline-?link|links-?block|linklist"
                "|teaser|teasers|story-?(?:list|links?|package)|kg-bookmark-card|further-?reading|next-?article|next-?story|up-?next|onward|onwards|wp-block-latest-posts|crosshead-links|infobox-links|interstitial-link"),
    ("timestamp", "timestamp|date-?time|time-?stamp|post-?date|entry-?date|entry-meta|post-?meta|article-?meta|article-?date|publish(?:ed)?-?(?:date|time|on)?|pub-?date|date-?published|date-?line-time|updated|last-?updated|modified-?date|posted-?on|dateline-date|read-?time|reading-?time|article-?timestamp|byline-?date"),
    ("bio", "bio|author-?(?:bio|box|info|card|description|about|profile|details)|about-?(?:the-)?author|contributor-?bio|post-?author-?bio|wp-block-post-author__bio|abh_box|saboxplugin-wrap"),
    ("contact", "mistake|contact|contact-?(?:info|box|us|details)|reporter-?contact|tip-?line|tips"),
    ("correction", "correction|corrections|clarification|editors?-?note|correction-?note|amendment"),
    ("byline", "byline|by-line|bylines|author|authors|author-?name|entry-?author|post-?author|article-?author|contributor|writer|reporter|c-byline|p-author"),
    ("dateline", "dateline|article-?dateline|location-?line"),
    ("dek", "standfirst|dek|deck|subheadline|sub-?headline|subtitle|sub-?title|sub-?heading|article-?(?:intro|summary|lead|dek|subtitle|excerpt|standfirst|description)|entry-?(?:subtitle|excerpt)|gh-article-excerpt|post-?excerpt"
            "|lead-?text|summary|strapline|kicker-text|chapeau|chapo|vorspann|entradilla|subhead(?:ing)?-main"),
    ("code", "code|code-?block|highlight|syntaxhighlighter|kg-code-card|wp-block-code"),
    (None, "talkbacks?|colophon|share|sharing|share-?(?:bar|buttons?|tools?|links?|this)|sharedaddy|sd-sharing|addtoany(?:_[a-z]+)*|social|social-?(?:share|links?|icons?|bar|media|buttons?)|follow-?us|comments?|comments?-?(?:area|section|list|wrapper|container)|disqus(?:_thread)?|respond|cookie|cookies|cookie-?(?:banner|notice|consent|bar)"
           "|gdpr|consent|cmp|onetrust(?:-[a-z-]+)?|breadcrumbs?|pagination|pager|nav|navbar|navigation|menu|sidebar|site-?(?:header|footer|nav)|footer|masthead|toolbar|tools|tags|tag-?(?:list|links|cloud)|topics|topic-?list|keywords|post-?tags|entry-?(?:footer|utility)|cat-?links|categories"
           "|print-?(?:only|button)|no-?print|mw-editsection|screen-?reader-?text|sr-only|visually-?hidden|visuallyhidden|a11y-hidden|hide|hidden|is-hidden|d-none|skip-?link|widget|widgets|weather|tickers?|(?:stock-?)?quote-?tables?|market-?data|poll|quiz|rating|ratings|reactions?|likes|toast|modal|popup|overlay|banner|loading|spinner|search|search-?form|login|log-?in|signin|sign-?in|bookmark|save-?(?:article|button)"
           "|view-?in-?browser|preheader|unsubscribe|toc|table-?of-?contents|footnotes?|reflist|references|rs_skip|rs_?addtools|bw-skip|beyondwords-skip|rs_?skip(?:_[a-z]+)?|trinity-skip-it|speechify-ignore|tts-ignore|no-?audio|noaudio|skip-?audio"),
)  # fmt: skip
_PARTS = "(?:[-_]{0,2}(?:root|box|block|list|wrap(?:per)?|container|section|widget|module|area|items?|text|inner|bar|title|link|label|card|content|tag|inline|prompt|embed|promo))?"
_CLASSES = tuple(
    (
        kind,
        re.compile(rf"(?:[a-z]{{1,14}}(?:__|--)|field--name-field-)?(?:{names}){_PARTS}(?:(?:__|--)[a-z-]{{1,20}})?"),
    )
    for kind, names in _NAMES
)
_ENDS: tuple[tuple[BlockKind | None, str], ...] = (  # names that say the same behind any prefix
    ("newsletter", "newsletters?(?:-(?:signup|promo|box|form))?|sign-?up|paywall|regwall|membership|cta|app-promo"),
    ("related", "related(?:-?(?:articles?|posts?|stories|story|content|links?|news|coverage|topics|video))?|recirc(?:ulation)?|recommend(?:ed|ations?)|read-?(?:more|also|next)|also-?read|alsos|more-on-this(?:-story)?"
                "|most-?(?:read|popular|viewed)|trending|interstitial|bookmark-?card|right-?rail|blog-?posts?-?list|posts-?list"),
    ("ad", "ads|inread|advert(?:s|isement|ising)?|promo|promotion|sponsor(?:ed|ship)?|taboola|outbrain|prime-?ad|(?:mid|top|side|leader|bottom)-?banner|leaderboard|ad-slide|affiliate|bet-?(?:box|slip)|odds"),
    ("player", "podcasts?|videos?|audio|audio-?player|video-?player|player|video-?(?:info|placeholder|embed|desc(?:ription)?)|vid-desc|yvideo|brightcove|jw-?player"),
    ("caption", "captions?|gallery|slideshow|carousel|chart-?title|chart|infographic"),
    ("credit", "credits?|copyright|photographer|(?:photo|foto|image|img|picture|figure|media)(?:-[a-z]+)?-(?:author|autor)|image-and-copyright(?:-container)?"),
    ("bio", "author-?(?:bio|box|card)|about-?(?:the-)?author|bio"),
    ("byline", "byline|attr-item-author|author-?name|autor(?:en)?|[a-z]{1,16}byline|firma|signature|auteurs?|created-?by|author-?line"),
    ("pull_quote", "pull-?quote"),
    ("correction", "corrections?"),
    (None, "comments?|share|social|breadcrumbs?|tags|colophon|disclaimer|fact-?(?:box|file|s)?|info-?box|side-?bar(?:-?box)?|explainer|key-?facts?|score-?(?:box|card)|line-?ups|score-?board|story-?highlights-title|transcript|readers?-?(?:picks?|comments?)|consent"
           "|recipe-(?:summary|times|servings|nutrition)|nutrition-label|agree-to-continue|big-?number|stat|callout-?box|how-?to(?:-?watch)?|gift"),
)  # fmt: skip
_STATES = "no|not|non|has|have|with|without|hide|show|is|are|one|two|page|body|pre|for|single|article-type|type|format|category|tag|post-type|byline"
"""Words before a name that make it say something else: `no-ads` and `has-comments` are states of a whole page."""
_BEHIND = tuple(
    (
        kind,
        re.compile(rf"(?!(?:{_STATES})-)(?:[a-z0-9]{{1,16}}-){{0,4}}(?:{names}){_PARTS}(?:-(?:[0-9]{{1,6}}|[a-z]))?"),
    )
    for kind, names in _ENDS
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HASH = re.compile(r"_{1,2}(?=[a-zA-Z0-9]*[A-Z0-9])[a-zA-Z0-9]{4,8}$")  # what CSS modules put behind a name
_TOKENS = 12  # of an element that are looked at
_LONGEST = 40  # characters of one; hashed class names are longer or mean nothing
_WORD = 3  # letters of a name that somebody chose
_NAMED = ("data-component", "data-testid", "data-module", "data-type", "data-qa", "data-area", "data-cy", "data-test")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ITEMPROPS: Mapping[str, BlockKind] = {
    "author": "byline",
    "headline": "headline",
    "caption": "caption",
    "description": "dek",
}
_SURE = frozenset(("pull_quote", "embed", "caption", "credit", "byline", "dateline", "dek", "correction", "timestamp"))
"""Kinds that change how a block is read, whatever its length."""
FURNITURE = "furniture"
"""Not a kind of block: an element that is no part of the article at all."""


def is_skipped(element: etree._Element) -> bool:
    """Say whether an element is never read: machinery, hidden, or marked by the publisher."""
    if element.get("data-listen") == "only":  # hidden from the eye, and written for the ear
        return False
    if element.tag in SKIPPED or element.get("hidden") is not None or element.get("data-listen") == "skip":
        return True
    if element.get("aria-hidden") == "true" and element.tag != "span":  # drop caps are hidden spans with a twin
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) or element.get("data-speechify-ignore") is not None


def named(element: etree._Element) -> str:
    """Return the kind that an element's names give it, `furniture`, or an empty string."""
    prop = element.get("itemprop")
    if prop in _ITEMPROPS:
        return _ITEMPROPS[prop]
    if element.tag == "time":
        return "timestamp"
    if element.get("rel") == "author":
        return "byline"
    return next(filter(None, map(_said, _tokens(element))), "")


@functools.lru_cache(maxsize=4096)
def _said(token: str) -> str:
    """Return the kind that a name says: one of the common ones, or one of the unmistakable ones behind a prefix."""
    name = _HUMP.sub("-", _HASH.sub("", token)).lower()
    for patterns, each in ((_CLASSES, name), (_BEHIND, re.sub("[-_]+", "-", name))):
        for kind, pattern in patterns:
            if pattern.fullmatch(each):
                return kind or FURNITURE
    return ""


def is_sure(kind: str) -> bool:
    """Say whether a kind holds for long elements too."""
    return kind in _SURE


def _tokens(element: etree._Element) -> list[str]:
    marks = [element.get(name) for name in ("class", "role", *_NAMED, "id")]
    found = [token for token in " ".join(filter(None, marks)).split() if len(token) <= _LONGEST]
    if sum(len(token) < _WORD for token in found) > _WORD:  # names of a machine, among which an `ad` means nothing
        found = [token for token in found if len(token) > _WORD]
    return [*([element.tag] if "-" in element.tag else []), *found[:_TOKENS]]
