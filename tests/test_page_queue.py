"""The study page's queue and sittings: card by card what the terminal asks."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.memory.days import day_of
from msc_learn.memory.fsrs6 import next_memory, retrievability
from msc_learn.memory.review import Memory, Purpose, Rating, State, milliseconds, moment
from msc_learn.position import Position
from msc_learn.study.queue import Limits, Queue, introduced, plan
from msc_learn.study.session import Session, Stage, Stamp
from pages import Rules, plain_memory, rules

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = ("UTC", "Europe/Zurich", "America/New_York", "+05:45")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def page() -> Iterator[Rules]:
    with rules() as opened:
        yield opened


# Notes of one topic come in stretches, as in a course, some longer than a queue looks ahead.
STRETCHES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 12), st.booleans()), max_size=5)
LIMITS = st.builds(
    Limits, st.integers(0, 60), st.sampled_from([0, 0, 1, 3, 60]), st.sampled_from([False] * 5 + [True])
)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Card, ...]:
    """Draw cards of notes in a few topics, some with two cards."""
    notes = [(topic, pair) for topic, length, pair in draw(STRETCHES) for _ in range(length)]
    return tuple(
        card
        for number, (topic, reverse) in enumerate(notes)
        for card in cards_of(
            Note(
                f"n{number}",
                Kind.QUESTION,
                topic,
                Position("cards.yaml"),
                question="?",
                answer="yes",
                reverse=reverse,
            )
        )
    )


@st.composite
def remembered(draw: st.DrawFn, cards: Sequence[Card]) -> dict[str, Memory]:
    """Draw what is remembered of some of the cards; few numbers, so that some risks are equal."""
    found = {}
    met = draw(st.sampled_from([0.0, 0.2, 0.5, 1.0]))
    random = draw(st.randoms(use_true_random=False, note_method_calls=False))
    for card in cards:
        if random.random() < met:
            last = NOW - timedelta(hours=random.choice([1, 7, 9, 24, 24 * 9, 24 * 40]))
            due = NOW + timedelta(minutes=random.choice([-9000, -5, 0, 19, 20, 21, 9000]))
            first = last - timedelta(hours=random.choice([0, 3, 24 * 30]))
            state = random.choice([State.REVIEW, *State])
            step = None if state is State.REVIEW else 0
            stability = random.choice([0.5, 3.0, 40.0])
            day = day_of(last, "UTC").toordinal()
            found[card.id] = Memory(stability, 5, due, first, last, day, 3, 0, state, step)
    return found


def plain_cards(cards: Sequence[Card]) -> list[dict[str, Any]]:
    return [
        {"id": card.id, "note": card.note.id, "number": card.number, "topic": card.note.topic}
        for card in cards
    ]


def plain_memories(memories: dict[str, Memory]) -> dict[str, Any]:
    return {card: plain_memory(memory) for card, memory in memories.items()}


def plain_limits(limits: Limits) -> dict[str, Any]:
    return {"cards": limits.cards, "fresh": limits.new, "cram": limits.cram}


def ids(cards: Sequence[Card]) -> list[str]:
    return [card.id for card in cards]


PLAN = """([cards, kept, now, zone, limits]) => {
  const memories = new Map(Object.entries(kept));
  const queue = Queue.plan(cards, memories, now, zone, limits);
  const ids = (found) => found.map((card) => card.id);
  const met = Queue.introduced(memories, now, zone);
  return [ids(queue.cards), ids(queue.steps), queue.moreDue, queue.moreNew, met];
}"""


@settings(max_examples=120)
@given(st.data())
def test_a_queue_is_that_of_the_terminal(page: Rules, data: st.DataObject) -> None:
    cards = data.draw(courses())
    memories, zone = data.draw(remembered(cards)), data.draw(st.sampled_from(ZONES))
    limits = data.draw(LIMITS)
    queue = plan(cards, memories, NOW, zone, limits)
    asked = [plain_cards(cards), plain_memories(memories), milliseconds(NOW), zone, plain_limits(limits)]
    assert page.evaluate(PLAN, asked) == [
        ids(queue.cards),
        ids(queue.steps),
        queue.more_due,
        queue.more_new,
        introduced(memories, NOW, zone),
    ]


@pytest.mark.parametrize(("new", "asked"), [(0, ["a#2"]), (1, ["b#1"])])
def test_a_sibling_of_a_card_met_today_is_asked_only_where_nothing_else_is(
    page: Rules, new: int, asked: list[str]
) -> None:
    def known(hours: int, due: timedelta) -> Memory:
        last = NOW - timedelta(hours=hours)
        day = day_of(last, "UTC").toordinal()
        return Memory(3, 5, NOW + due, last - 9 * DAY, last, day, 3, 0, State.REVIEW)

    cards = [
        {"id": one, "note": one[0], "number": int(one[2]), "topic": "t"} for one in ("a#1", "a#2", "b#1")
    ]
    memories = plain_memories({"a#1": known(1, DAY), "a#2": known(240, -DAY)})
    limits = plain_limits(Limits(40, new))
    found, *_ = page.evaluate(PLAN, [cards, memories, milliseconds(NOW), "UTC", limits])
    assert found == asked


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["rate", "rate", "rate", "rate", "skip", "leave out", "undo"]),
        st.sampled_from(Rating),
        st.sampled_from([0, 1, 6, 11, 30]),
    ),
    max_size=30,
)
SIT = """([cards, kept, moves, cram]) => {
  const memories = new Map(Object.entries(kept)), before = [];
  const limits = { cards: 40, fresh: 10, cram }, zone = "UTC";
  const now = moves[0].at, queue = Queue.plan(cards, memories, now, zone, limits);
  let sitting = Session.begin(queue, memories, now, cram);
  const seen = [];
  const look = () => seen.push([sitting.card && sitting.card.id, sitting.stage, Session.left(sitting)]);
  look();
  const does = {
    rate({ rating, at, purpose }) {
      const card = sitting.card.id, memory = memories.get(card) ?? null;
      before.push([card, memory]);
      const after = Fsrs6.next(memory, { learner: "me", card, rating, at, zone, purpose });
      if (after) memories.set(card, after);
      const learned = memory !== null && memory.state === "review";
      const predicted = learned ? Fsrs6.retrievability(memory, at, zone) : null;
      const known = { elapsed: 5, isNew: memory === null, predicted };
      sitting = Session.rate(Session.show(sitting), rating, after, at, known);
    },
    skip({ at }) { sitting = Session.skip(sitting, at); },
    "leave out"({ at }) { sitting = Session.leaveOut(sitting, at); },
    undo() {
      const [card, memory] = before.pop();
      if (memory) memories.set(card, memory); else memories.delete(card);
      sitting = Session.undo(sitting);
    },
  };
  for (const move of moves.slice(1)) {
    if (move.name === "undo" ? sitting.answered.length : sitting.card) does[move.name](move);
    look();
  }
  const summary = Session.summary(sitting);
  return { seen, summary: { ...summary, again: summary.again.map((card) => card.id) } };
}"""


class Sitting:
    """The terminal's sitting over some cards, with what is remembered of them meanwhile."""

    def __init__(self, cards: Sequence[Card], memories: dict[str, Memory], *, cram: bool) -> None:
        self.purpose = Purpose.CRAM if cram else Purpose.PRACTICE
        self.memories, self.before = dict(memories), list[tuple[str, Memory | None]]()
        queue: Queue = plan(cards, memories, NOW, "UTC", Limits(40, 10, cram))
        self.session = Session.begin("course", queue, memories, NOW, purpose=self.purpose)

    def seen(self) -> list[Any]:
        card = self.session.card
        return [card.id if card else None, self.session.stage.value, self.session.left]

    def move(self, name: str, rating: Rating, at: datetime) -> None:
        if name == "undo":
            self.undo()
        elif self.session.stage is Stage.OVER:
            return
        elif name == "rate":
            self.rate(rating, at)
        else:
            self.session = self.session.skip(at) if name == "skip" else self.session.leave_out(at)

    def rate(self, rating: Rating, at: datetime) -> None:
        review = self.session.review(rating, Stamp(at, "UTC", 5, bytes(10)))
        before = self.memories.get(review.card)
        self.before.append((review.card, before))
        after = next_memory(before, review)
        if after:
            self.memories[review.card] = after
        learned = before is not None and before.state is State.REVIEW
        chance = retrievability(before, at) if before and learned else None
        self.session = self.session.show().rate(review, after, new=before is None, predicted=chance)

    def undo(self) -> None:
        if not self.session.answered:
            return
        card, memory = self.before.pop()
        self.memories.pop(card, None)
        if memory:
            self.memories[card] = memory
        self.session = self.session.undo()


@settings(max_examples=60)
@given(st.data())
def test_a_sitting_goes_as_in_the_terminal(page: Rules, data: st.DataObject) -> None:
    cards, cram = data.draw(courses()), data.draw(st.booleans())
    memories, moves = data.draw(remembered(cards)), data.draw(MOVES)
    sitting, at, purpose = Sitting(cards, memories, cram=cram), NOW, "cram" if cram else "practice"
    seen, plain = [sitting.seen()], list[dict[str, Any]]([{"at": milliseconds(at)}])
    for name, rating, minutes in moves:
        at += minutes * MINUTE
        plain.append({"name": name, "rating": int(rating), "at": milliseconds(at), "purpose": purpose})
        sitting.move(name, rating, moment(milliseconds(at)))
        seen.append(sitting.seen())
    found = page.evaluate(SIT, [plain_cards(cards), plain_memories(memories), plain, cram])
    assert found["seen"] == seen
    assert_summed_up(found["summary"], sitting.session)


def assert_summed_up(found: dict[str, Any], session: Session) -> None:
    expected = session.summary()
    assert found.pop("predicted") == pytest.approx(expected.predicted)
    assert found.pop("counts") == {str(int(one)): expected.ratings.get(one, 0) for one in Rating}
    assert found == {
        "cards": expected.cards,
        "answers": expected.answers,
        "recalled": expected.recalled,
        "again": list(expected.again),
        "fresh": expected.new,
        "elapsed": expected.elapsed,
        "learned": expected.learned,
        "kept": expected.kept,
    }


def test_an_answer_that_is_shown_is_kept_with_its_grade_until_it_is_rated(page: Rules) -> None:
    shown = page.evaluate(
        """() => {
          const cards = ["a#1", "b#1"].map((id) => ({ id, note: id, number: 1, topic: id }));
          const begun = Session.begin({ cards, steps: [] }, new Map(), 0);
          const shown = Session.show(begun, "type", "yes", { verdict: "right" });
          const rated = Session.rate(shown, 4, { state: "review", due: 9e9 }, 0);
          return [begun, shown, rated].map(({ card, stage, mode, answer, grade }) =>
            [card.id, stage, mode, answer, grade]);
        }"""
    )
    assert shown == [
        ["a#1", "asked", "flip", "", None],
        ["a#1", "shown", "type", "yes", {"verdict": "right"}],
        ["b#1", "asked", "flip", "", None],
    ]
