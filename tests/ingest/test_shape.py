"""What the shape of a page tells: boxes, teasers, comments, summaries, headings over nothing, lines of old pages."""

import pytest

from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.sources.html.page import extracted
from pronouncer.model.article import READ

STORY = [
    "The ferry left the harbour at nine on Monday with forty people on its deck and nobody at its wheel.",
    "It came back at ten, by itself, and lay down beside the pier as it had done each day for thirty years.",
    "The harbour master said that he had seen worse landings by captains who were paid for making them.",
    "An inquiry will be held in the spring, when the only witness who was awake has finished his exams.",
    "Until then the ferry may sail on Mondays, and passengers are asked to sit still while it is thinking.",
]
TEXT = [f"<p>{text}</p>" for text in STORY]


def spoken(body: str) -> list[str]:
    """Return the texts of a page that are read, without its headline."""
    head = "<html><head><title>The ferry | Bay</title></head>"
    html = f"{head}<body><article><h1>The ferry</h1>{body}</article></body></html>"
    article = extracted(Raw("test", clean(html), "html"), "")
    return [article.written(block) for block in article.blocks if block.kind in READ and block.kind != "headline"]


def within(*parts: str) -> str:
    """Return a story with parts in its middle."""
    return "".join([*TEXT[:3], *parts, *TEXT[3:]])


@pytest.mark.parametrize(
    "box",
    [
        "<div class=x7><h3>Read more: The other ferry</h3><p>Our editors chose it for you this morning.</p></div>",
        "<div class=q1><h4>Download the Bay app</h4><p>All the tides in your pocket, for nothing.</p></div>",
        "<section class=k><h3>AI summary</h3><p>A ferry left and came back without a pilot on Monday.</p></section>",
        "<div class=site-css-fact><h3>Ferries</h3><ul><li>They float.</li><li>They come back.</li></ul></div>",
        "<div class='hyperCard InfoBox_root__a1B2c'><p>A ferry is a boat that returns to where it began.</p></div>",
        "<figure class=z><div role=button>Press enter or click to view it in full size</div><img src=a></figure>",
        "<div data-area=newsletter><h3>The tide</h3><p>One letter each morning, free of charge.</p></div>",
        "<nb-podcast><p>Each Friday we talk about what floats.</p></nb-podcast>",
    ],
)
def test_a_box_is_no_part_of_the_story(box: str) -> None:
    """What stands in the element of a heading, or of a name, that is no story is not read; all around it is."""
    assert spoken(within(box)) == STORY


@pytest.mark.parametrize(
    "part",
    [
        "<div class=x7><h3>What the pilot heard</h3><p>He heard the horn twice, and turned over in his bed.</p></div>",
        "<div class='no-ads has-newsletter'><p>The horn was heard as far as the hill before breakfast.</p></div>",
        "<p class='ab ad nl bm cq'>The horn was heard as far as the hill, and then it was heard no more.</p>",
    ],
)
def test_a_part_of_the_story_is_read(part: str) -> None:
    """A part under a heading of its own is read, whatever a state of the page or a hashed name may look like."""
    assert len(spoken(within(part))) > len(STORY)


def test_teasers_are_no_part_of_the_story() -> None:
    """Three elements of one shape with a link and a line are teasers, whatever they are called."""
    lines = [
        "The mole is closed to dogs and cyclists.",
        "The clock is late, and has been since 1986.",
        "A net was found.",
    ]
    cards = "".join(
        f"<div class=a{n}><h3><a href=/{n}>Item {n}</a></h3><p>{line}</p></div>" for n, line in enumerate(lines)
    )
    assert spoken(within(f"<div>{cards}</div>")) == STORY


def test_comments_end_a_story() -> None:
    """Where a heading opens the comments and dates follow, nothing more is read; a heading alone ends nothing."""
    said = "".join(
        f"<b>Sal{n}</b> wrote on 5 May 2026 9:1{n}:<br>I have seen it sail, and it waved.<br><br>" for n in "123"
    )
    page = f"<div>{''.join(TEXT)}<hr><b>Reader comments</b><br>{said}</div>"
    assert spoken(page) == STORY
    assert spoken("".join([*TEXT[:4], "<h2>Comments</h2>", TEXT[4]]))[-1] == STORY[4]


def test_a_release_ends_where_it_says() -> None:
    """What follows ENDS is for editors."""
    assert (
        spoken("".join([*TEXT, "<p>- ENDS -</p><p>The Harbour Trust was founded in 1891 and has two boats.</p>"]))
        == STORY
    )


def test_a_summary_in_points_is_read() -> None:
    """A list between the headline and the story is read without its heading; a list of links or labels is not."""
    points = ["Ferry sails without a pilot and returns by itself", "Inquiry waits for the only witness's exams"]
    listed = f"<h2>Key points</h2><ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
    labels = "<ul><li>News</li><li>Harbour</li></ul><ul><li><a href=/a>A list of ferries that were lost</a></li></ul>"
    assert spoken(labels + listed + "".join(TEXT)) == [*points, *STORY]


def test_a_heading_over_nothing_is_not_read() -> None:
    """A heading goes with what it stood over."""
    links = "<ul><li><a href=/a>Ferries of the north</a></li><li><a href=/b>The book of tides</a></li></ul>"
    assert spoken(within(f"<div><h2>On the web</h2>{links}</div>")) == STORY


def test_lines_of_old_pages_stand_apart() -> None:
    """A line in bold before a break is a heading, and a credit or a pointer between breaks is not read."""
    lines = (
        f"{STORY[0]}<br>Photo: Ada Quill<br>{STORY[1]}<br><br><b>The inquiry</b><br>{STORY[3]}<br>ALSO READ: The mole"
    )
    assert spoken(f"<div>{lines}</div>{TEXT[2]}{TEXT[4]}") == [
        STORY[0],
        STORY[1],
        "The inquiry",
        STORY[3],
        STORY[2],
        STORY[4],
    ]


def test_a_byline_among_buttons_and_one_in_parts() -> None:
    """The author is named once, though the name stands among the buttons, or in an element for each word."""
    among = "<div class=share-bar><p class=byline>By Ada Quill</p><button>Share</button></div>"
    parts = "<div><span class=byline>By</span> <a class=byline href=/a>Ada Quill</a></div>"
    assert spoken(among + "".join(TEXT))[0] == spoken(parts + "".join(TEXT))[0] == "By Ada Quill"


def test_scripts_do_not_make_a_part_small() -> None:
    """A part with half of the story is read though its name is a teaser's and most of the page is scripts."""
    script = f"<script>{'slots.push(1);' * 2000}</script>"
    parts = f"<div class=teaser-content>{''.join(TEXT * 2)}</div><div class=rest>{''.join(TEXT[::-1] * 2)}</div>"
    assert spoken(script + parts)[: len(STORY)] == STORY
