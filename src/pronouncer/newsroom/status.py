"""The words for how an article, an edition and a case stand: editors see them, and the database has them."""

from typing import Literal, get_args

ArticleStatus = Literal["draft", "waiting", "making", "live", "held", "failed", "withdrawn"]
"""`draft` is not public and never voiced. `waiting` and `making` are on their way; an edition that was live before
stays so meanwhile (`articles.live`). `held` needs an editor. `failed` has a reason. `withdrawn` was taken down."""

EditionState = Literal["made", "held", "live", "former", "withdrawn"]
"""One edition of an article is `live` at most. `former` ones stay at their addresses; `withdrawn` ones do not."""

ARTICLE_STATUSES: tuple[str, ...] = get_args(ArticleStatus)
EDITION_STATES: tuple[str, ...] = get_args(EditionState)
