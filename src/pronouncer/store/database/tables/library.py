"""What is said, and what came of it."""

import sqlalchemy as sa

from pronouncer.store.database.tables.base import Id, Time, article, flag, id_, json, metadata, number, of, text, time

sites = sa.Table(
    "sites",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # in addresses of the API: letters, digits, hyphens
    text("title"),
    json("hosts"),  # list of hosts whose pages are this site's
    json("rules"),  # as a table of sites.toml
    text("hold", "publish"),  # when the automatic listening hears a fault: hold, fallback, publish
    text("secret"),  # that signs messages of its CMS
    flag("automatic", True),  # whether articles are voiced as they come
    time("created"),
)

feeds = sa.Table(
    "feeds",
    metadata,
    id_(),
    of("site", "sites.name", kind=sa.Text()),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    number("every", 300),  # seconds
    time("due"),
    time("read", known=False),
    text("problem"),
    flag("paused"),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # `Article.guid` of site and source id
    of("site", "sites.name", kind=sa.Text()),
    sa.Column("source_id", sa.Text, nullable=False),
    text("url"),
    text("address"),  # `url` as it is compared: without scheme, www., query, fragment and slash at the end
    text("headline"),
    text("section"),
    text("language"),
    sa.Column("status", sa.Text, nullable=False),  # see newsroom/status.py
    number("revision"),  # counts up with each change of what is read
    text("digest"),  # of what was sent, so that the same again is nothing
    json("sent"),  # as the CMS sent it: `newsroom/sent.py`; null where its noun came at once
    json("noun"),  # `Article`; null for a draft, and before a worker took it in
    number("taken"),  # revision that `noun` is of
    text("version"),  # what the source says of its state
    flag("minor"),  # the last edit keeps the audio
    flag("breaking"),
    text("published"),  # ISO 8601, as the source says
    sa.Column("live", Id, nullable=True),  # edition that is served
    number("listens"),
    text("problem"),  # why it failed or is held, one sentence
    time("created"),
    time("changed"),  # of what is read
    time("updated"),  # of anything
    sa.UniqueConstraint("site", "source_id"),
    sa.Index(None, "address"),
    sa.Index(None, "status", "updated"),
    sa.Index(None, "updated"),
)

editions = sa.Table(
    "editions",
    metadata,
    id_(),
    article(),
    number("number"),  # 1, 2, ... within the article
    sa.Column("path", sa.Text, nullable=False),  # `article/version/`, under the blobs
    text("fingerprint"),
    number("revision"),
    number("lexicon"),  # version it was made with
    text("voice"),  # of the body
    text("headline"),
    json("renditions"),  # list of {format, file, media_type, bytes, duration}
    sa.Column("duration", Time, nullable=False),
    number("words"),
    number("flags"),
    number("takes"),  # sentences that were synthesised for it
    number("passages"),  # sentences that were encoded for it
    sa.Column("cost", Time, nullable=False, default=0.0, server_default="0"),
    text("reason"),
    sa.Column("state", sa.Text, nullable=False),  # made, held, live, former, withdrawn
    json("stages"),  # seconds by stage
    json("sentences"),  # list of [place, sentence, name, take, voice, seconds]: its occurrences, while it is live
    json("findings"),  # list of `Report` of the automatic listening
    time("created"),
    time("lived", known=False),  # when it went live last
    sa.UniqueConstraint("article", "number"),
    sa.Index(None, "path"),
    sa.Index(None, "fingerprint"),
)

sentences = sa.Table(
    "sentences",
    metadata,
    id_(),
    sa.Column("hash", sa.BigInteger, nullable=False, unique=True),  # of language and text: `words.sentence_hash`
    text("language"),
    sa.Column("text", sa.Text, nullable=False),
    comment="Unique, and never changed; indexed by words.py",
)

occurrences = sa.Table(
    "occurrences",
    metadata,
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),  # index in `Script.sentences`
    sa.Column("sentence", Id, sa.ForeignKey("sentences.id"), nullable=False),
    text("name"),  # `Sentence.id`
    text("take"),  # `Take.key`
    text("voice"),
    sa.Column("seconds", sa.Float, nullable=False),  # of audio
    # With all that counting what an entry touches needs, so that PostgreSQL reads nothing else.
    sa.Index(None, "sentence", postgresql_include=["article", "place", "voice", "seconds"]),
    comment="The sentences of each article's live edition",
)

plays = sa.Table(
    "plays",
    metadata,
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # ISO 8601
    number("loads"),
    number("starts"),
    number("ends"),
    comment="Counts only; nothing of who listened",
)

backfill = sa.Table(
    "backfill",
    metadata,
    id_(),
    of("site", "sites.name", kind=sa.Text()),
    sa.Column("url", sa.Text, nullable=False),
    text("state", "waiting"),  # waiting, queued, done, failed
    text("problem"),
    time("at"),
    sa.UniqueConstraint("site", "url"),
    sa.Index(None, "state", "id"),
)
