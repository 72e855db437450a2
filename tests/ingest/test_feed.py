"""Feeds: RSS, RDF, Atom and JSON Feed, as they are and as they are broken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SourceError
from pronouncer.ingest.items import MOST, Collected, needs_page
from pronouncer.ingest.raw import Raw, clean, decode
from pronouncer.ingest.sources.feed.cut import cut
from pronouncer.ingest.sources.feed.read import items

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>The Bay</title>'
    "<link>https://bay.example/</link><language>en-gb</language>"
)
CLOSE = "</channel></rss>"
STORY = "<p>" + "The ferry left the harbour at nine. " * 20 + "</p>"


def read(text: str, name: str = "https://bay.example/feed") -> Collected:
    """Return what a feed holds, read on the first day of 2026."""
    return items(Raw(name, clean(text), "feed"), now=NOW)


def rss(*entries: str) -> Collected:
    """Return what an RSS feed of some items holds."""
    return read(OPEN + "".join(f"<item>{entry}</item>" for entry in entries) + CLOSE)


def test_rss() -> None:
    """Every field of an RSS item has its place; content:encoded is the article, the description its standfirst."""
    found = rss(
        "<title>Ferry returns</title><link>/ferry?a=1&amp;b=2</link><guid isPermaLink='false'>post-7</guid>"
        "<pubDate>Tue, 03 Jun 2025 10:00:00 +0200</pubDate><dc:creator>Ada Whitfield</dc:creator>"
        f"<category>Local</category><description>After nine years.</description>"
        f"<content:encoded><![CDATA[{STORY}]]></content:encoded><media:content url='a.mp4' type='video/mp4'/>"
    )
    (item,) = found.items
    assert found.problems == () and found.gone == ()
    assert item == (
        "https://bay.example/ferry?a=1&b=2",
        "post-7",
        "2025-06-03T08:00:00Z",
        "Ferry returns",
        "After nine years.",
        "Ada Whitfield",
        STORY,
        "en-gb",
        "Local",
        "2025-06-03T08:00:00Z",
        "",
        False,
        False,
        "",
    )


def test_a_description_that_repeats_the_beginning_is_no_standfirst() -> None:
    """A description cut from the article's first words is not read as a standfirst."""
    (item,) = rss(
        f"<link>https://x.example/1</link><description>The ferry left the harbour at nine. The [&amp;hellip;]"
        f"</description><content:encoded><![CDATA[{STORY}]]></content:encoded>"
    ).items
    assert item.dek == "" and not needs_page(item)


@pytest.mark.parametrize(
    ("description", "content"),
    [
        ("<![CDATA[<p>Tom &amp; Ann</p>]]>", "<p>Tom &amp; Ann</p>"),
        ("&lt;p&gt;Tom &amp;amp; Ann&lt;/p&gt;", "<p>Tom &amp; Ann</p>"),
        ("&amp;lt;p&amp;gt;Tom &amp;amp;amp; Ann&amp;lt;/p&amp;gt;", "<p>Tom &amp; Ann</p>"),
        ("<![CDATA[&lt;p&gt;Tom &amp; Ann&lt;/p&gt;]]>", "<p>Tom & Ann</p>"),
    ],
)
def test_escaped_markup(description: str, content: str) -> None:
    """CDATA, escaped HTML and HTML that was escaped twice give the same HTML."""
    (item,) = rss(f"<link>https://x.example/1</link><description>{description}</description>").items
    assert item.content == content


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("AT&amp;T &lt;b&gt;wins&lt;/b&gt;", "AT&T wins"),
        ("AT&amp;amp;T wins", "AT&T wins"),
        ("AT&amp;amp;amp;T wins", "AT&T wins"),
        ("<![CDATA[3 < 4 &#8211; a proof]]>", "3 < 4 – a proof"),
        ("AT&T wins", "AT&T wins"),
        ("Caf&eacute;&nbsp;opens", "Café opens"),
    ],
)
def test_titles(title: str, said: str) -> None:
    """A title is plain text, however often its entities were escaped, or if they are not XML's."""
    (item,) = rss(f"<title>{title}</title><link>https://x.example/1</link>").items
    assert item.title == said


def test_atom_with_xhtml() -> None:
    """Atom content that is XHTML keeps its markup; links, language and authors are found."""
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Bucht</title><entry><title type="html">'
        'A &amp;amp; B</title><link rel="self" href="/api/1"/><link rel="alternate" href="eins.html"/><id>tag:x,1</id>'
        "<updated>2025-02-01T00:00:00+01:00</updated><published>2025-01-31T10:00:00Z</published>"
        "<author><name>Ida Beck</name></author><author><name>Jo Roth</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins &lt;zwei&gt; <b>x</b></p></div>'
        "</content>"
        "</entry></feed>",
        "https://bucht.example/feed/",
    )
    (item,) = found.items
    assert (item.url, item.id, item.title) == ("https://bucht.example/feed/eins.html", "tag:x,1", "A & B")
    assert (item.byline, item.language) == ("Ida Beck and Jo Roth", "de")
    assert item.content == "<p>Eins &lt;zwei&gt; <b>x</b></p>"
    assert (item.version, item.published) == ("2025-01-31T23:00:00Z", "2025-01-31T10:00:00Z")


def test_atom_with_a_prefix_and_text() -> None:
    """An Atom feed may name its elements with a prefix; plain text becomes paragraphs."""
    (item,) = read(
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id><a:link href="https://x.example/1"/>'
        '<a:content type="text">One &lt; two.\n\nThree.</a:content></a:entry></a:feed>'
    ).items
    assert item.content == "<p>One &lt; two.</p><p>Three.</p>"


def test_rss_1() -> None:
    """RSS 1.0 has its items beside the channel."""
    (item,) = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example/"><title>X</title>'
        "<items><rdf:Seq><rdf:li resource='https://x.example/1'/></rdf:Seq></items></channel>"
        "<item rdf:about='https://x.example/1'><title>One</title><link>https://x.example/1</link>"
        "<dc:date>2025-03-01T08:00:00Z</dc:date></item></rdf:RDF>"
    ).items
    assert (item.title, item.url, item.version) == ("One", "https://x.example/1", "2025-03-01T08:00:00Z")


def test_missing_dates() -> None:
    """An item without a date, or with a nonsensical one, is kept without."""
    found = rss("<link>https://x.example/1</link>", "<link>https://x.example/2</link><pubDate>soon</pubDate>")
    assert [(item.published, item.version) for item in found.items] == [("", ""), ("", "")]


def test_future_dates_are_kept_and_said() -> None:
    """An item dated in the future is kept, and the newsroom is told of the first one."""
    found = rss("<title>Then</title><link>https://x.example/1</link><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate>")
    assert len(found.items) == 1
    assert "1 item dated in the future" in found.problems[0] and "'Then' (2099-01-01T00:00:00Z)" in found.problems[0]


def test_duplicate_ids() -> None:
    """Of items with the same id the latest version stays, and the others are counted."""
    same = "<guid>https://x.example/1</guid><title>{}</title><pubDate>{} Jun 2025 10:00:00 GMT</pubDate>"
    found = rss(same.format("Old", "01"), same.format("New", "03"), same.format("Middle", "02"))
    assert [item.title for item in found.items] == ["New"]
    assert "2 items with an id that came before" in found.problems[0]


def test_empty_items() -> None:
    """An item without an address and content is skipped, and that is said; one with content alone is kept."""
    found = rss("<title>Nothing</title>", "<link>javascript:alert(1)</link>", f"<description>{STORY}</description>")
    assert len(found.items) == 1 and found.items[0].url == ""
    assert "2 items without an address and content" in found.problems[0]


@pytest.mark.parametrize("broken", ["<title>A < B & <i>C</title>", "<title>A", "<description><![CDATA[<p>Open</p>"])
def test_one_broken_item_hurts_no_other(broken: str) -> None:
    """Where one item is not valid XML, the others are read exactly, and its number is said."""
    good = "<title>Tom &amp; Ann {}</title><link>https://x.example/{}</link><description><![CDATA[<p>x</p>]]></description>"
    found = rss(good.format(1, 1), f"<link>https://x.example/2</link>{broken}", good.format(3, 3))
    titles = [item.title for item in found.items]
    assert len(titles) == 3 and titles[::2] == ["Tom & Ann 1", "Tom & Ann 3"]
    assert "not valid XML in 1 of 3 items, the first being number 2" in found.problems[0]


def test_a_feed_that_was_cut_off() -> None:
    """A feed that ends in the middle of an item gives what there is, and says so."""
    whole = OPEN + "<item><link>https://x.example/1</link></item><item><link>https://x.example/2</link><title>Two"
    found = read(whole)
    assert [item.url for item in found.items] == ["https://x.example/1", "https://x.example/2"]
    assert "cut off" in found.problems[0]


def test_an_item_that_was_not_closed() -> None:
    """An item without an end tag ends where the next one starts."""
    found = read(f"{OPEN}<item><link>https://x.example/1</link><item><link>https://x.example/2</link></item>{CLOSE}")
    assert [item.url for item in found.items] == ["https://x.example/1", "https://x.example/2"]


def test_marks_of_items_inside_of_text() -> None:
    """Item tags inside CDATA and comments are not items."""
    found = rss(
        "<!-- <item>no</item> --><link>https://x.example/1</link><description><![CDATA[<item>x</item>]]></description>"
    )
    assert len(found.items) == 1 and found.problems == ()


def test_no_items() -> None:
    """An empty feed is empty, and says so."""
    assert "without items" in rss().problems[0]


def test_an_item_with_megabytes() -> None:
    """An item of more than a million characters is skipped, and that is said."""
    found = rss(f"<link>https://x.example/1</link>{'x' * 1_000_001}", "<link>https://x.example/2</link>")
    assert len(found.items) == 1 and "items of more than 1,000,000 characters skipped (1)" in found.problems[0]


def test_fifty_thousand_items() -> None:
    """Of 50,000 items the newest are taken."""
    entry = "<item><title>Story {0}</title><guid isPermaLink='false'>{0}</guid><link>https://x.example/{0}</link><pubDate>{1}</pubDate>"
    entry += f"<description><![CDATA[{'<p>Word word.</p>' * 10}]]></description></item>"
    day = ["Mon, 02 Jun 2025 10:00:00 GMT", "Tue, 03 Jun 2025 10:00:00 GMT"]
    text = OPEN + "".join(entry.format(number, day[number >= 49_500]) for number in range(50_000)) + CLOSE
    found = read(text)
    assert len(found.items) == MOST
    assert [found.items[index].id for index in (0, 499, 500, 999)] == ["0", "499", "49500", "49999"]
    assert "lists 50,000 items; only the newest 1,000" in found.problems[0]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        "<!-- x --><!doctype rss\n[<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;\n]\n>",
    ],
)
def test_xml_bombs(doctype: str) -> None:
    """A feed that declares XML entities is refused before a parser sees it."""
    with pytest.raises(SourceError, match="XML entities"):
        read(f'<?xml version="1.0"?>{doctype}<rss><channel><item><title>&b;&file;</title></item></channel></rss>')


def test_entities_declared_too_late() -> None:
    """Entities that are declared inside an item are never unfolded."""
    found = rss('<!DOCTYPE x [<!ENTITY b "boom boom">]><title>A &b; C</title><link>https://x.example/1</link>')
    assert all("boom" not in item.title for item in found.items) and "not valid XML" in found.problems[0]


def test_old_netscape_feeds() -> None:
    """RSS 0.91's document type declares nothing, and is not fetched."""
    text = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd"><rss version="0.91">'
    (item,) = read(text + "<channel><item><link>https://x.example/1</link></item></channel></rss>").items
    assert item.url == "https://x.example/1"


def test_podcasts_are_refused() -> None:
    """A feed of sound for podcast players is refused by its name; a news feed with some sound is not."""
    sound = "<link>https://x.example/1</link><enclosure url='a.mp3' length='1' type='audio/mpeg'/>"
    with pytest.raises(SourceError, match="is a podcast feed"):
        rss(sound, sound)
    assert len(rss(sound, "<link>https://x.example/2</link>").items) == 2


def test_windows_1252() -> None:
    """A feed in Windows-1252 is read with its quotation marks and dashes."""
    text = OPEN.replace("UTF-8", "windows-1252") + "<item><title>“Café” – now</title><link>/1</link></item>" + CLOSE
    raw = decode(text.encode("windows-1252"), "https://bay.example/feed")
    assert raw.kind == "feed" and items(raw).items[0].title == "“Café” – now"


def test_cyrillic_by_declaration() -> None:
    """A feed in Windows-1251 is read by what its XML declaration says."""
    text = OPEN.replace("UTF-8", "windows-1251") + "<item><title>Київ</title><link>/1</link></item>" + CLOSE
    assert items(decode(text.encode("windows-1251"), "https://bay.example/feed")).items[0].title == "Київ"


def test_elements_that_a_browser_should_not_run_keep_their_text() -> None:
    """feedparser's sanitiser, which drops unknown elements, is not used."""
    content = "<story-part><p>Kept.</p></story-part>"
    (item,) = rss(f"<link>https://x.example/1</link><content:encoded><![CDATA[{content}]]></content:encoded>").items
    assert item.content == content


def test_the_line_that_wordpress_adds() -> None:
    """ "The post ... appeared first on ..." at the end of WordPress feeds is not part of the article."""
    tail = '<p>The post <a href="x">Ferry</a> appeared first on <a href="y">The Bay</a>.</p>'
    (item,) = rss(f"<link>https://x.example/1</link><description><![CDATA[<p>It left.</p>{tail}]]></description>").items
    assert item.content == "<p>It left.</p>"


def test_text_that_is_no_feed() -> None:
    """Text that is no feed is refused with what to give instead."""
    with pytest.raises(SourceError, match="Give the address of a feed"):
        read("<html><p>Page</p></html>")


@given(st.text(alphabet="<>/![]CDATA-&;\"' item", max_size=200))
def test_any_text_inside_a_feed(inside: str) -> None:
    """Whatever stands inside a feed, it is read or its items are skipped; nothing fails."""
    found = read(OPEN + "<item><link>https://x.example/1</link>" + inside + "</item>" + CLOSE)
    assert len(found.items) <= 1 + inside.count("<item")


@given(st.lists(st.sampled_from(["<item>", "</item>", "<![CDATA[", "]]>", "<!--", "-->", "x"]), max_size=12))
def test_cutting_loses_no_entry(marks: list[str]) -> None:
    """Every piece that is cut starts with an item's tag, and there are at most as many as start tags."""
    text = OPEN + "".join(marks) + CLOSE
    pieces = cut(text, "x")
    assert all(entry.startswith("<item>") for entry in pieces.entries)
    assert len(pieces.entries) <= marks.count("<item>")


def json_feed(*entries: str, head: str = "") -> Collected:
    """Return what a JSON Feed of some items holds."""
    version = '"version": "https://jsonfeed.org/version/1.1"'
    return read(f'{{{version}, {head} "language": "en-GB", "items": [{", ".join(entries)}]}}')


def test_json_feed() -> None:
    """Every field of a JSON Feed item has its place."""
    (item,) = json_feed(
        '{"id": "7", "url": "/ferry", "title": "Tom &amp; Ann", "content_html": "<p>It left.</p>", "summary": "Late.",'
        ' "date_published": "2025-06-03T10:00:00+02:00", "date_modified": "2025-06-04T10:00:00+02:00",'
        ' "authors": [{"name": "Ada Whitfield"}], "tags": ["Local", "Sea"]}'
    ).items
    assert item[:5] == ("https://bay.example/ferry", "7", "2025-06-04T08:00:00Z", "Tom & Ann", "Late.")
    assert (item.byline, item.content, item.language) == ("Ada Whitfield", "<p>It left.</p>", "en-GB")
    assert (item.section, item.published) == ("Local", "2025-06-03T08:00:00Z")


def test_json_feed_without_html() -> None:
    """content_text becomes paragraphs; version 1's single author and the feed's authors are used."""
    found = json_feed(
        '{"id": 1, "url": "https://x.example/1", "content_text": "One < two.\\n\\nThree.", "author": {"name": "Jo"}}',
        '{"id": 2, "external_url": "https://y.example/2"}',
        head='"authors": [{"name": "Desk"}],',
    )
    assert [item.content for item in found.items] == ["<p>One &lt; two.</p><p>Three.</p>", ""]
    assert [item.byline for item in found.items] == ["Jo", "Desk"]
    assert found.items[1].url == "https://y.example/2" and needs_page(found.items[1])


def test_json_feed_of_nonsense() -> None:
    """Fields of the wrong type are empty, never an error."""
    found = json_feed('{"id": {}, "url": ["x"], "title": 7, "content_html": null}', "[]", "null", '"x"')
    assert found.items == () and "4 items without" in found.problems[0]


def test_json_podcast() -> None:
    """A JSON Feed of sound is refused."""
    with pytest.raises(SourceError, match="podcast"):
        json_feed('{"id": "1", "url": "https://x.example/1", "attachments": [{"mime_type": "audio/mpeg", "url": "a"}]}')
