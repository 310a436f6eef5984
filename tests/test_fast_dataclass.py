"""What makes frozen values fast makes the same values as their own constructor."""

from dataclasses import FrozenInstanceError, astuple, dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.fast_dataclass import maker


@dataclass(frozen=True, slots=True, order=True)
class Place:
    name: str
    line: int = 0
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def whole(self) -> bool:
        return not self.line


make = maker(Place)


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
