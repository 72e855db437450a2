"""A real WordPress, from the editor's save to the edition."""

import base64
import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cms.wordpress import WordPress

from pronouncer.door.door import FEEDS, Door
from pronouncer.errors import NothingToRead
from pronouncer.follow import Followed, follow
from pronouncer.ingest.collect import collect
from pronouncer.ingest.fetch import read, read_url
from pronouncer.model.article import Article
from pronouncer.pipeline import Pipeline

TITLE = "Harbour board votes 7-2 for Mayor O’Neill’s “night ferry” & a new quay"
SENTENCES = (
    "The harbour board voted 7-2 on Tuesday for a ferry that sails at night.",
    "It didn't take long.",
    "“We have waited nine years,” said Volodymyr Zelenskyy, who runs the quay.",
    "The ferry costs $1.4 million & is paid for by Marks & Spencer.",
    "It leaves at 9:30 p.m. and comes back before the milk does.",
    "Nobody on the board could say who will drink the milk, who will sell it, and what the harbour was for before.",
)
BLOCKS = "\n\n".join(f"<!-- wp:paragraph -->\n<p>{s}</p>\n<!-- /wp:paragraph -->" for s in SENTENCES)
RICH = """<!-- wp:paragraph {"dropCap":true} -->
<p class="has-drop-cap">The ferry <strong>sails</strong> at night &amp; by <a href="https://bay.example/">day</a>.</p>
<!-- /wp:paragraph -->

<!-- wp:image {"id":7} -->
<figure class="wp-block-image"><img src="https://bay.example/quay.jpg" alt="A quay"/><figcaption>The quay at dusk.
Photo: Ida Beck</figcaption></figure>
<!-- /wp:image -->

<!-- wp:more -->
<!--more-->
<!-- /wp:more -->

<!-- wp:heading -->
<h2>What it costs</h2>
<!-- /wp:heading -->

<!-- wp:list -->
<ul><!-- wp:list-item -->
<li>A crossing is $4.50.</li>
<!-- /wp:list-item -->

<!-- wp:list-item -->
<li>A bicycle crosses free.</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>We have waited nine years, and nobody told us why.</p>
<!-- /wp:paragraph --><cite>Volodymyr Zelenskyy</cite></blockquote>
<!-- /wp:quote -->

<!-- wp:pullquote -->
<figure class="wp-block-pullquote"><blockquote><p>We have waited nine years</p></blockquote></figure>
<!-- /wp:pullquote -->

<!-- wp:embed {"url":"https://video.example/v/1","type":"video"} -->
<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">
https://video.example/v/1
</div></figure>
<!-- /wp:embed -->

<!-- wp:buttons -->
<div class="wp-block-buttons"><!-- wp:button -->
<div class="wp-block-button"><a class="wp-block-button__link" href="https://bay.example/">Subscribe now</a></div>
<!-- /wp:button --></div>
<!-- /wp:buttons -->

<!-- wp:latest-posts /-->

<!-- wp:shortcode -->
[gallery ids="1,2"]
<!-- /wp:shortcode -->

<!-- wp:group -->
<div class="wp-block-group"><!-- wp:paragraph -->
<p>The board meets again on March 2 to say what the quay is to be named, and who pays for the sign.</p>
<!-- /wp:paragraph --></div>
<!-- /wp:group -->"""
RICH_BODY = [
    "The ferry sails at night & by day.",
    "What it costs",
    "A crossing is $4.50.",
    "A bicycle crosses free.",
    "We have waited nine years, and nobody told us why.",
    "Volodymyr Zelenskyy",
    "The board meets again on March 2 to say what the quay is to be named, and who pays for the sign.",
]
LISTS = {
    "plain": ("", "/index.php?rest_route=/wp/v2/posts&_embed=1"),
    "pretty": ("/%year%/%monthnum%/%postname%/", "/wp-json/wp/v2/posts?_embed=1"),
}


@pytest.fixture(autouse=True)
def _no_posts(wordpress: WordPress) -> Iterator[None]:
    """Each test finds a WordPress without posts and with plain links."""
    yield
    for post in wordpress.call("get_posts", {"numberposts": -1, "post_status": "any", "fields": "ids"}):
        wordpress.call("wp_delete_post", post, True)
    wordpress.pretty("")


def followed(pipeline: Pipeline, source: str, out: Path) -> dict[str, Followed]:
    """Follow a source and return what became of each article, by its headline."""
    return {each.headline: each for each in follow(pipeline, source, out)}


def articles(pipeline: Pipeline, url: str) -> list[Article]:
    """Return the articles at an address."""
    with Door(pipeline.settings) as door:

        def fetch(asked: str) -> Any:
            return read_url(asked, door, accept=FEEDS)

        return [found.article for found in collect(fetch(url), pipeline.settings, fetch) if found.article]


def body(article: Article) -> list[str]:
    """Return what is written in the blocks that are read."""
    kinds = ("paragraph", "subhead", "quote", "list_item")
    return [" ".join(article.written(block).split()) for block in article.blocks if block.kind in kinds]


def themes(wordpress: WordPress) -> list[str]:
    """Return the themes that are installed."""
    return sorted(path.name for path in (wordpress.folder / "wp-content/themes").iterdir() if path.is_dir())


def flat(text: str) -> str:
    """Return a text as WordPress's typography leaves it for comparison: with straight quotation marks."""
    return text.translate(str.maketrans("‘’“”–", "''\"\"-"))


@pytest.mark.parametrize("links", LISTS)
def test_from_publishing_to_unpublishing(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path, links: str) -> None:
    """A post gets an edition, an edit costs its sentence, a draft has no edition, and publishing again no synthesis."""
    structure, path = LISTS[links]
    wordpress.pretty(structure)
    wordpress.publish("A first post", "<p>It is the first.</p>")
    number = wordpress.publish(TITLE, BLOCKS)
    found = followed(pipeline, f"{wordpress.url}{path}", tmp_path)
    made = found[TITLE]
    assert made.status == "said" and made.folder
    record = json.loads((made.folder / "edition.json").read_text("utf-8"))
    spoken = " ".join(word["spoken"] for word in record["words"])
    assert "votes seven to two" in spoken and "Zelenskyy" in spoken and "Marks and Spencer" in spoken
    assert "By Ada Quill" in record["article"]["text"] and record["article"]["source_id"] == str(number)

    wordpress.update(number, post_content=BLOCKS.replace("before the milk", "after the milk"))
    edited = followed(pipeline, f"{wordpress.url}{path}", tmp_path)
    assert (edited[TITLE].status, edited[TITLE].takes, edited[TITLE].folder) == ("said", 1, made.folder)
    assert edited["A first post"].status == "unchanged"

    wordpress.update(number, post_status="draft")
    drafted = followed(pipeline, f"{wordpress.url}{path}", tmp_path)
    assert drafted[TITLE].status == "withdrawn" and "rest_forbidden" in drafted[TITLE].reason
    assert list(tmp_path.iterdir()) == [found["A first post"].folder]

    wordpress.update(number, post_status="publish")
    again = followed(pipeline, f"{wordpress.url}{path}", tmp_path)
    assert (again[TITLE].status, again[TITLE].takes, again[TITLE].folder) == ("said", 0, made.folder)
    assert followed(pipeline, f"{wordpress.url}{path}", tmp_path)[TITLE].status == "unchanged"


@pytest.mark.parametrize("links", LISTS)
@pytest.mark.parametrize("change", ["private", "pending", "password", "trash", "delete", "future"])
def test_ways_to_unpublish(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path, links: str, change: str) -> None:
    """Whatever takes a post away from the public takes its edition down, also where it was the only one."""
    structure, path = LISTS[links]
    wordpress.pretty(structure)
    number = wordpress.publish("A ferry", "<p>It left.</p>")
    assert followed(pipeline, f"{wordpress.url}{path}", tmp_path)["A ferry"].status == "said"
    later = {"post_date": "2099-01-01 10:00:00", "post_date_gmt": "2099-01-01 10:00:00", "edit_date": True}
    if change == "trash":
        wordpress.call("wp_trash_post", number)
    elif change == "delete":
        wordpress.call("wp_delete_post", number, True)
    elif change == "password":
        wordpress.update(number, post_password="milk")
    else:
        wordpress.update(number, post_status=change, **(later if change == "future" else {}))
    (gone,) = follow(pipeline, f"{wordpress.url}{path}", tmp_path)
    assert gone.status == "withdrawn" and gone.reason and list(tmp_path.iterdir()) == []


def test_a_closed_api(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path) -> None:
    """A post that is asked for where there is no such route is not gone."""
    wordpress.publish("A ferry", "<p>It left.</p>")
    source = f"{wordpress.url}{LISTS['plain'][1]}"
    assert followed(pipeline, source, tmp_path)["A ferry"].folder
    (edition,) = tmp_path.glob("*/edition.json")
    edition.write_text(edition.read_text("utf-8").replace("/wp/v2/posts/", "/wp/v9/posts/"), "utf-8")
    left = followed(pipeline, source.replace("_embed=1", "search=nothing-has-this"), tmp_path)["A ferry"]
    assert left.status == "failed" and edition.is_file()


@pytest.mark.parametrize("links", LISTS)
def test_the_theme_is_not_read(wordpress: WordPress, pipeline: Pipeline, links: str) -> None:
    """A page of each theme gives the title once, the body whole, and nothing that the theme puts round it."""
    wordpress.pretty(LISTS[links][0])
    wordpress.publish("Another post", "<p>It has other words, such as marmalade.</p>")
    number = wordpress.publish(TITLE, BLOCKS, post_category=[1], tags_input=["harbour", "milk"])
    wordpress.publish("A later post", "<p>It has other words, such as marzipan.</p>")
    assert themes(wordpress)
    for theme in themes(wordpress):
        wordpress.call("switch_theme", theme)
        (article,) = articles(pipeline, wordpress.call("get_permalink", number))
        assert flat(article.headline) == flat(TITLE), theme
        assert [flat(line) for line in body(article)] == [flat(line) for line in SENTENCES], theme
        assert [block.kind for block in article.blocks].count("headline") == 1
        assert "marmalade" not in article.text and "marzipan" not in article.text


def test_the_blocks_of_the_editor(wordpress: WordPress, pipeline: Pipeline) -> None:
    """The API and the page of each theme give the same words, and no caption, button or embed."""
    wordpress.publish("Another post", "<p>It has other words, such as marmalade.</p>")
    number = wordpress.publish(TITLE, RICH)
    wordpress.call(
        "wp_insert_comment", {"comment_post_ID": number, "comment_author": "Troll", "comment_content": "I hate milk."}
    )
    (by_api,) = articles(pipeline, f"{wordpress.url}/index.php?rest_route=/wp/v2/posts/{number}")
    found = {"api": by_api}
    for theme in themes(wordpress):
        wordpress.call("switch_theme", theme)
        (found[theme],) = articles(pipeline, wordpress.call("get_permalink", number))
    assert len(found) > 1
    for name, article in found.items():
        assert flat(article.headline) == flat(TITLE), name
        assert body(article) == RICH_BODY, name


@pytest.mark.parametrize("links", LISTS)
def test_the_classic_editor(wordpress: WordPress, pipeline: Pipeline, links: str) -> None:
    """A post of the classic editor, whose paragraphs are blank lines, is read in paragraphs."""
    wordpress.pretty(LISTS[links][0])
    wordpress.publish(TITLE, "\n\n".join(SENTENCES))
    (article,) = articles(pipeline, f"{wordpress.url}{LISTS[links][1]}")
    assert [flat(line) for line in body(article)] == [flat(line) for line in SENTENCES]


def as_the_editor_does(wordpress: WordPress, path: str, fields: dict[str, object]) -> Any:
    """Save a post through the API, as the block editor does."""
    (password, _) = wordpress.call(
        "WP_Application_Passwords::create_new_application_password", 1, {"name": os.urandom(8).hex()}
    )
    request = urllib.request.Request(
        f"{wordpress.url}/index.php?rest_route=/wp/v2/{path}",
        data=json.dumps(fields).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(f"ada:{password}".encode()).decode(),
        },
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_a_hook(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path, messages: tuple[str, list[bytes]]) -> None:
    """The hook sends what an editor saves: it is said in the list's folder, edited there, and withdrawn as a draft."""
    came, message, out = messages[1], tmp_path / "message.json", tmp_path / "editions"

    def saved(path: str, **fields: object) -> tuple[int, Followed]:
        came.clear()
        number = as_the_editor_does(wordpress, path, fields)["id"]
        message.write_bytes(came[-1])
        return number, next(iter(follow(pipeline, str(message), out)))

    number, made = saved("posts", title=TITLE, content=BLOCKS, status="publish")
    assert made.status == "said" and flat(made.headline) == flat(TITLE) and made.takes > 5
    edited = saved(f"posts/{number}", content=BLOCKS.replace("before the milk", "after the milk"))[1]
    assert (edited.status, edited.takes, edited.folder) == ("said", 1, made.folder)
    listed = followed(pipeline, f"{wordpress.url}{LISTS['plain'][1]}", out)[TITLE]
    assert listed.folder == made.folder and listed.takes <= 2  # the byline, which the message has not
    drafted = saved(f"posts/{number}", status="draft")[1]
    assert drafted.status == "withdrawn" and "is a draft" in drafted.reason and list(out.iterdir()) == []


def test_a_message_of_blocks(
    wordpress: WordPress, pipeline: Pipeline, messages: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    """A message has the post as it is stored, with block marks; the same words are read as of the API."""
    messages[1].clear()
    wordpress.publish(TITLE, RICH)
    (tmp_path / "message.json").write_bytes(messages[1][-1])
    raw = read(str(tmp_path / "message.json"), pipeline.settings)
    with Door(pipeline.settings) as door:
        (found,) = collect(raw, pipeline.settings, lambda url: read_url(url, door, accept=FEEDS))
    assert found.article and body(found.article) == RICH_BODY


@pytest.mark.parametrize(
    ("links", "path"), [("plain", "/index.php?feed=rss2"), ("pretty", "/feed/"), ("pretty", "/feed/atom/")]
)
def test_the_feed(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path, links: str, path: str) -> None:
    """The feed is followed too: said once, unchanged, an edit seen, and withdrawn when the page is gone."""
    wordpress.pretty(LISTS[links][0])
    wordpress.publish("Marzipan", "<p>It has other words than the ferry has, and enough of them.</p>")
    number = wordpress.publish(TITLE, BLOCKS)
    source = f"{wordpress.url}{path}"
    assert {each.status for each in follow(pipeline, source, tmp_path)} == {"said"}
    assert {each.status for each in follow(pipeline, source, tmp_path)} == {"unchanged"}
    wordpress.update(number, post_content=BLOCKS.replace("before the milk", "after the milk"))
    edited = [each for each in follow(pipeline, source, tmp_path) if each.status == "said"]
    assert [each.takes for each in edited] == [1]
    wordpress.update(number, post_status="draft")
    assert sorted(each.status for each in follow(pipeline, source, tmp_path)) == ["unchanged", "withdrawn"]
    assert len(list(tmp_path.iterdir())) == 1


def test_the_sitemap(wordpress: WordPress, pipeline: Pipeline, tmp_path: Path) -> None:
    """The sitemap that WordPress makes leads to posts and pages, and not to its lists of them."""
    wordpress.pretty(LISTS["pretty"][0])
    number = wordpress.publish(TITLE, BLOCKS, tags_input=["milk"])
    source = f"{wordpress.url}/wp-sitemap.xml"
    found = list(follow(pipeline, source, tmp_path))
    assert [flat(each.headline) for each in found if each.status == "said"] == [flat(TITLE), "Sample Page"]
    assert {each.status for each in found} == {"said", "problem"}
    wordpress.update(number, post_status="draft")
    assert [each.status for each in follow(pipeline, source, tmp_path) if each.takes or each.headline] == [
        "unchanged",
        "withdrawn",
    ]


def test_lists_of_posts_are_no_articles(wordpress: WordPress, pipeline: Pipeline) -> None:
    """The front page, a category, an author and a search are refused with what to give instead, in every theme."""
    wordpress.publish("Marzipan", "<p>It has other words than the ferry has, and enough of them.</p>")
    wordpress.publish(TITLE, BLOCKS)
    for theme in themes(wordpress):
        wordpress.call("switch_theme", theme)
        for path in ("/", "/?cat=1", "/?author=1", "/?s=ferry"):
            with pytest.raises(NothingToRead, match="lists articles"):
                articles(pipeline, f"{wordpress.url}{path}")


def test_the_language_of_the_site(wordpress: WordPress, pipeline: Pipeline) -> None:
    """The API knows no language, the pages do: a post is read in the language of its site."""
    wordpress.publish(TITLE, BLOCKS)
    (article,) = articles(pipeline, f"{wordpress.url}{LISTS['plain'][1]}")
    assert article.language == "en-US"
    (wordpress.folder / "wp-content/languages").mkdir(exist_ok=True)
    (wordpress.folder / "wp-content/languages/fr_FR.mo").touch()  # by this WordPress knows what is installed
    wordpress.call("update_option", "WPLANG", "fr_FR")
    (article,) = articles(pipeline, f"{wordpress.url}{LISTS['plain'][1]}")
    wordpress.call("update_option", "WPLANG", "")
    assert article.language == "fr-FR"
