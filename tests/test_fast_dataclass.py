"""What makes frozen values fast makes the same values as their own constructor."""

from dataclasses import FrozenInstanceError, astuple, dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.model import Note
from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.release.lock import ReleasedNote
from msc_learn.fast_dataclass import fast_constructor


@dataclass(frozen=True, slots=True, order=True)
class Place:
    name: str
    line: int = 0
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def whole(self) -> bool:
        return not self.line


make = fast_constructor(Place)


@given(st.builds(Place, st.text(), st.integers(), st.lists(st.text()).map(tuple)))
def test_a_made_value_is_what_its_constructor_makes(place: Place) -> None:
    made = make(*astuple(place))
    assert (type(made), astuple(made), hash(made)) == (Place, astuple(place), hash(place))
    assert (made, made.whole, repr(made)) == (place, place.whole, repr(place))


def test_a_made_value_is_frozen() -> None:
    made = make("a", 1, ())
    with pytest.raises(FrozenInstanceError):
        made.line = 2  # type: ignore[misc]


def test_every_field_must_be_given() -> None:
    with pytest.raises(TypeError):
        make("a", 1)


@dataclass(frozen=True, slots=True)
class Checked:
    line: int

    def __post_init__(self) -> None:
        if self.line < 0:
            raise ValueError(self.line)


def test_post_init_is_skipped() -> None:
    assert fast_constructor(Checked)(-1).line == -1
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)


def test_no_class_that_is_made_fast_has_a_post_init() -> None:
    assert not any(hasattr(made, "__post_init__") for made in (Note, RenderedNote, ReleasedNote))
