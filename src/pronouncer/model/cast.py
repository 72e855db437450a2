"""Who says what, as a newsroom wants it for one site."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TONGUES = frozenset("ar bg de el en es fa fr he hi it ja ko nl pl pt ru sv tr uk zh".split())
"""Languages that a passage in an article of another one is known by: by its letters, or by its commonest words."""
NOBODY: Mapping[str, str] = MappingProxyType({})


class CastRules(NamedTuple):
    """Voices by role, each named `engine:name`; without any, one voice says everything."""

    title: str = ""
    """Headline, dek and subheads."""
    body: str = ""
    """Everything that nothing else names a voice for; empty for the setting `voice`."""
    quotations: tuple[str, ...] = ()
    """One for each speaker that is quoted, in the order they first speak, and round again."""
    speakers: Mapping[str, str] = NOBODY
    """For one speaker, by name as the article has it."""
    languages: Mapping[str, str] = NOBODY
    """For passages in another language than the article's, by BCP 47; one of TONGUES, with or without a region."""
    fallback: tuple[str, ...] = ()
    """What speaks where one of the others cannot, the first that can."""

    @property
    def parts_sentences(self) -> bool:
        """Whether a quotation can have another voice than the rest of its sentence."""
        return bool(self.quotations or self.speakers or self.languages)
