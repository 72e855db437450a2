"""Somebody who may speak, as far as the article tells of them."""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who may speak."""

    name: str
    words: tuple[str, ...] = ()
    """Of the name, in lower case; none where only a description is known."""
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    """f, m, it, they or unknown."""
    organisation: bool = False
    personal: bool = False
    """Whether something says that this is a person: a rank, a given name, a description, a verb of saying."""
    placed: bool = False
    """Whether the name was only seen after in, at, from."""
    speaks: bool = False
    aged: bool = False
    """Whether an age follows the name."""
    tagged: bool = False
    """Whether the first that is known is the name in a tag: said Ann Roe."""
    lines: list[int] = field(default_factory=list)
    """Paragraphs of the mentions."""
