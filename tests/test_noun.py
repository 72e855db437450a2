"""What `noun` makes of a class."""

import copy
import dataclasses
import pickle
from dataclasses import dataclass, field

import pytest

from pronouncer.noun import noun


@noun
class Chapter:
    """A noun with all that a noun can have."""

    title: str
    start: float = 0.0
    missing: tuple[str, ...] = ()
    marks: list[int] = field(default_factory=list)
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.start < 0:
            raise ValueError("negative")

    @property
    def shown(self) -> str:
        """The title in capitals."""
        return self.title.upper()


@dataclass(frozen=True, slots=True)
class Plain:
    """The same fields, by the standard library."""

    title: str
    start: float = 0.0
    missing: tuple[str, ...] = ()
    marks: list[int] = field(default_factory=list)
    key: str = field(default="", repr=False)


@noun
class Named:
    """A noun with a hash of its own."""

    name: str
    notes: str = ""

    def __hash__(self) -> int:
        return hash(self.name)


def test_a_noun_has_the_fields_of_a_dataclass() -> None:
    """Names, defaults and what is shown are as the standard library has them."""
    ours, theirs = (
        [
            (entry.name, entry.type, entry.default, entry.default_factory, entry.repr)
            for entry in dataclasses.fields(cls)
        ]
        for cls in (Chapter, Plain)
    )
    assert ours == theirs
    assert repr(Chapter("One", 2.5, key="secret")) == repr(Plain("One", 2.5, key="secret")).replace("Plain", "Chapter")
    assert dataclasses.asdict(Chapter("One")) == dataclasses.asdict(Plain("One"))
    assert Chapter.__match_args__ == Plain.__match_args__


def test_fields_are_given_by_place_or_name() -> None:
    """What is not given has its default, a new one where a factory makes it; what is left out or unknown is refused."""
    assert Chapter("One", 1.0, ("a",)) == Chapter(title="One", missing=("a",), start=1.0)
    assert Chapter("One").marks is not Chapter("One").marks
    assert Chapter("One", marks=[1]).marks == [1]
    assert Chapter("One").shown == "ONE"
    with pytest.raises(TypeError, match="title"):
        Chapter()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Chapter("One", colour="red")  # type: ignore[call-arg]


def test_a_noun_cannot_be_changed() -> None:
    """Neither a field nor anything else can be set or deleted."""
    chapter = Chapter("One")
    for name in ("title", "colour"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(chapter, name, "Two")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del chapter.title
    assert chapter.title == "One"
    assert not hasattr(chapter, "__dict__")


def test_nouns_are_equal_by_class_and_fields() -> None:
    """The same class with the same fields is equal and has one hash; a method of the class's own is kept."""
    assert Named("a", "b") == Named("a", "b") != Named("a", "c")
    other: object = Plain("One")
    assert Chapter("One") != other
    assert hash(Named("a", "b")) == hash("a")
    assert len({Chapter("One", marks=())} | {Chapter("One", marks=())}) == 1  # type: ignore[arg-type]


def test_a_noun_is_checked_when_it_is_made_or_replaced() -> None:
    """`__post_init__` is run by the class and by `replace`."""
    assert dataclasses.replace(Chapter("One"), start=1.0) == Chapter("One", 1.0)
    with pytest.raises(ValueError, match="negative"):
        Chapter("One", -1.0)
    with pytest.raises(ValueError, match="negative"):
        dataclasses.replace(Chapter("One"), start=-1.0)


def test_a_noun_travels() -> None:
    """It can be copied and pickled."""
    chapter = Chapter("One", 1.0, ("a",), [1])
    assert copy.deepcopy(chapter) == copy.copy(chapter) == pickle.loads(pickle.dumps(chapter)) == chapter
