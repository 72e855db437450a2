"""Who may do what: one table. docs/access.md shows it, and a test tries every route by every role."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

Role = Literal["reader", "partner", "editor", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
"""From the one that may the least. Whoever may something, those after may too."""

PERMISSIONS: Mapping[str, Role] = {
    "account": "reader",
    "reports.send": "reader",
    "cases.shared": "partner",
    "cases.propose": "partner",
    "rounds.judge": "partner",
    "articles.read": "editor",
    "articles.write": "editor",
    "lexicon.read": "editor",
    "lexicon.write": "editor",
    "cases.read": "editor",
    "cases.rule": "editor",
    "rounds.draw": "editor",
    "voices.read": "editor",
    "speech": "editor",
    "queue.read": "editor",
    "queue.write": "editor",
    "sites.read": "editor",
    "sites.write": "admin",
    "people": "admin",
    "keys": "admin",
    "hooks": "admin",
    "audit": "admin",
    "metrics": "admin",
}
"""What can be done, and the role from which on."""
OF_A_SITE = frozenset(
    "account reports.send articles.read articles.write lexicon.read voices.read speech sites.read".split()
)
"""What a key for one site may do: with the articles of that site. All else reaches every site of the house."""


class Person(NamedTuple):
    """Whoever asks."""

    id: int
    """Of `people`; 0 for a key that belongs to nobody."""
    name: str
    """As the audit log names them."""
    role: Role
    site: str = ""
    """The only site that a key is for; empty for all."""
    via: Literal["session", "key"] = "session"

    def may(self, permission: str) -> bool:
        """Tell whether somebody may do something."""
        return ROLES.index(self.role) >= ROLES.index(PERMISSIONS[permission])
