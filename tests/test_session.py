"""The queue and the sitting: what is asked, in which order, and what comes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Label, Note, Status, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import Grade
from msc_learn.memory.fsrs6 import next_memory
from msc_learn.memory.review import Memory, Mode, Purpose, Rating, State, Verdict
from msc_learn.position import Position
from msc_learn.study.card_sides import StyledText, sides_of
from msc_learn.study.queue import Limits, Queue, cards_in, cards_on_pictures, introduced, plan
from msc_learn.study.session import Session, Stage, Stamp, Step

HERE = Position("cards.yaml")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def note(identity: str, *, reverse: bool = False, topic: str = "t") -> Note:
    return Note(identity, Kind.QUESTION, topic, HERE, question=f"{identity}?", answer="yes", reverse=reverse)


def of_topics(*identities: str) -> tuple[Card, ...]:
    """Return cards whose topic is the first letter of their id."""
    return tuple(Card(note(identity, topic=identity[0]), 1) for identity in identities)


def cards(*identities: str, reverse: bool = False) -> tuple[Card, ...]:
    return tuple(card for identity in identities for card in cards_of(note(identity, reverse=reverse)))


def learned(*, days_ago: float, stability: float, due_in: float = -0.1) -> Memory:
    last = NOW - days_ago * DAY
    return Memory(stability, 5, NOW + due_in * DAY, last, last, last.toordinal(), 3, 0, State.REVIEW)


def learning(*, minutes: float) -> Memory:
    last = NOW - DAY
    due = NOW + timedelta(minutes=minutes)
    return Memory(1, 5, due, last, last, last.toordinal(), 1, 0, State.LEARNING, 1)


def ids(found: Sequence[Card]) -> list[str]:
    return [card.id for card in found]


def planned(found: Sequence[Card], memories: dict[str, Memory], **limits: int) -> Queue:
    return plan(found, memories, NOW, "UTC", replace(Limits(), **limits))  # type: ignore[arg-type]


def test_due_cards_come_first_those_most_at_risk_before_others() -> None:
    memories = {
        "b#1": learned(days_ago=10, stability=20),
        "c#1": learned(days_ago=10, stability=5),
        "d#1": learned(days_ago=10, stability=5, due_in=3),
    }
    assert ids(planned(cards("a", "b", "c", "d"), memories).cards) == ["c#1", "b#1", "a#1"]


def test_new_cards_keep_study_order_and_their_limit() -> None:
    queue = planned(cards("c", "a", "b"), {}, new=2)
    assert ids(queue.cards) == ["c#1", "a#1"]
    assert queue.more_new == 1


def test_new_cards_are_spread_among_the_due_ones() -> None:
    due = {f"{name}#1": learned(days_ago=10, stability=days) for days, name in enumerate("cdef", start=1)}
    queue = planned(cards("a", "b", "c", "d", "e", "f"), due)
    assert ids(queue.cards) == ["c#1", "d#1", "e#1", "a#1", "f#1", "b#1"]


@pytest.mark.parametrize(
    ("at_risk", "asked"),
    [
        (("m1", "m2", "g1", "g2"), ("m1", "g1", "m2", "g2")),
        (("m1", "m2", "m3", "g1"), ("m1", "g1", "m2", "m3")),
        (("m1", "m2", "m3"), ("m1", "m2", "m3")),
        # What is most at risk does not wait for a topic that comes much later.
        (
            (*(f"m{n}" for n in range(12)), "g1"),
            (*(f"m{n}" for n in range(5)), "g1", *(f"m{n}" for n in range(5, 12))),
        ),
    ],
)
def test_cards_of_one_topic_stand_apart_where_another_is_near(
    at_risk: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    due = {f"{name}#1": learned(days_ago=10, stability=days) for days, name in enumerate(at_risk, start=1)}
    assert ids(planned(of_topics(*sorted(at_risk)), due).cards) == [f"{name}#1" for name in asked]


def test_the_limit_of_a_sitting_holds_reviews_first() -> None:
    memories = {"b#1": learned(days_ago=9, stability=5), "c#1": learned(days_ago=10, stability=5)}
    queue = planned(cards("a", "b", "c"), memories, cards=1)
    assert ids(queue.cards) == ["c#1"]
    assert (queue.more_due, queue.more_new) == (1, 1)


def test_what_was_met_today_counts_against_the_new_cards_of_the_day() -> None:
    met = learned(days_ago=0.1, stability=5, due_in=4)
    assert introduced({"x#1": met}, NOW, "UTC") == 1
    assert ids(planned(cards("x", "a", "b"), {"x#1": met}, new=2).cards) == ["a#1"]
    assert ids(planned(cards("x", "a", "b"), {"x#1": met}, new=1).cards) == []


def test_before_four_in_the_morning_it_is_still_yesterday() -> None:
    late = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    met = replace(learned(days_ago=0, stability=5), first=late - timedelta(hours=4))
    assert introduced({"x#1": met}, late, "UTC") == 1
    assert introduced({"x#1": met}, late + timedelta(hours=2), "UTC") == 0


def test_of_one_note_only_one_card_is_asked() -> None:
    both = cards("a", "b", reverse=True)
    assert ids(planned(both, {}).cards) == ["a#1", "b#1"]
    due = {"a#1": learned(days_ago=9, stability=5), "a#2": learned(days_ago=10, stability=5)}
    assert ids(planned(both, due).cards) == ["a#2", "b#1"]


def test_the_sibling_of_a_card_met_today_waits_unless_nothing_else_is_left() -> None:
    met = {"a#1": learned(days_ago=0.1, stability=5, due_in=4)}
    assert ids(planned(cards("a", "b", reverse=True), met).cards) == ["b#1"]
    assert ids(planned(cards("a", reverse=True), met).cards) == ["a#2"]


def test_steps_that_are_near_come_along() -> None:
    memories = {"a#1": learning(minutes=15), "b#1": learning(minutes=-5), "c#1": learning(minutes=25)}
    queue = planned(cards("a", "b", "c"), memories)
    assert (ids(queue.steps), ids(queue.cards)) == (["b#1", "a#1"], [])


def test_cramming_asks_everything_with_siblings_apart() -> None:
    memories = {"a#1": learned(days_ago=1, stability=50, due_in=40)}
    queue = plan(cards("a", "b", reverse=True), memories, NOW, "UTC", Limits(cram=True))
    assert ids(queue.cards) == ["a#1", "b#1", "a#2", "b#2"]


@pytest.mark.parametrize(("drafts", "met"), [(False, ["a#1"]), (True, ["a#1", "b#1"])])
def test_drafts_are_met_only_when_asked_for_and_rejected_notes_never(drafts: bool, met: list[str]) -> None:
    notes = (
        note("a"),
        replace(note("b"), status=Status.DRAFT),
        replace(note("c"), status=Status.REJECTED),
    )
    assert ids(cards_in([Topic("t", "T", notes, HERE)], drafts=drafts)) == met


def test_cards_that_hide_labels_on_a_picture_are_counted_and_never_met() -> None:
    labels = (Label("cortex", (1, 2, 3, 4)), Label("pelvis", (1, 8, 3, 4)))
    pictured = replace(note("p"), kind=Kind.OCCLUSION, labels=labels)
    topics = [Topic("t", "T", (note("a"), pictured, replace(pictured, status=Status.DRAFT)), HERE)]
    assert ids(cards_in(topics, drafts=True)) == ["a#1"]
    assert cards_on_pictures(topics) == 2
    assert cards_on_pictures(topics, drafts=True) == 4


def rated(session: Session, memories: dict[str, Memory], rating: Rating, now: datetime) -> Session:
    assert session.card is not None
    review = session.show().review(rating, Stamp(now, "UTC", 1000, b"0123456789"))
    memory = next_memory(memories.get(session.card.id), review)
    if memory:
        memories[session.card.id] = memory
    return session.rate(review, memory)


def test_a_card_in_its_steps_comes_back_when_its_time_has_come() -> None:
    memories: dict[str, Memory] = {}
    session = Session.begin("c", Queue(cards("a", "b", "c")), {}, NOW)
    session = rated(session, memories, Rating.AGAIN, NOW)
    assert session.card == cards("b")[0]
    session = rated(session, memories, Rating.EASY, NOW + timedelta(minutes=2))
    assert session.card == cards("a")[0]
    session = rated(session, memories, Rating.EASY, NOW + timedelta(minutes=3))
    assert session.card == cards("c")[0]


def test_with_nothing_else_left_steps_are_not_waited_for() -> None:
    memories: dict[str, Memory] = {}
    session = Session.begin("c", Queue(cards("a")), {}, NOW)
    session = rated(session, memories, Rating.GOOD, NOW)
    assert (session.stage, session.card) == (Stage.ASKED, cards("a")[0])
    session = rated(session, memories, Rating.GOOD, NOW + timedelta(seconds=5))
    assert session.stage is Stage.OVER
    assert session.left == 0


def test_the_card_just_answered_makes_room_for_another() -> None:
    memories: dict[str, Memory] = {}
    session = Session.begin("c", Queue(cards("a", "b")), {}, NOW)
    session = rated(session, memories, Rating.AGAIN, NOW)
    session = rated(session, memories, Rating.AGAIN, NOW + timedelta(minutes=5))
    assert session.card == cards("a")[0]
    session = rated(session, memories, Rating.AGAIN, NOW + timedelta(minutes=10))
    assert session.card == cards("b")[0]


def test_a_crammed_card_comes_back_until_it_is_known() -> None:
    session = Session.begin("c", Queue(cards("a", "b")), {}, NOW, purpose=Purpose.CRAM)
    session = rated(session, {}, Rating.AGAIN, NOW)
    session = rated(session, {}, Rating.GOOD, NOW)
    assert session.card == cards("a")[0]
    assert rated(session, {}, Rating.HARD, NOW).stage is Stage.OVER


def test_a_review_tells_how_the_answer_was_given() -> None:
    session = Session.begin("course", Queue(cards("a")), {}, NOW)
    shown = session.show(Mode.TYPE, "no", Grade(Verdict.WRONG, "not the answer"))
    review = shown.review(Rating.GOOD, Stamp(NOW, "Asia/Kolkata", 1234, b"0123456789"))
    assert (review.course, review.card, review.answer, review.mode) == ("course", "a#1", "no", Mode.TYPE)
    assert (review.at, review.zone, review.elapsed) == (NOW, "Asia/Kolkata", 1234)
    assert review.overridden


def test_the_summary_counts_cards_answers_and_what_was_not_known() -> None:
    memories: dict[str, Memory] = {}
    session = Session.begin("c", Queue(cards("a", "b")), {}, NOW)
    for rating in (Rating.AGAIN, Rating.EASY, Rating.EASY):
        session = rated(session, memories, rating, NOW)
    summary = session.summary()
    assert (summary.cards, summary.answers, summary.recalled) == (2, 3, 2)
    assert summary.again == ("a#1",)


def test_a_note_changed_meanwhile_is_asked_as_it_is_now_and_what_it_lost_is_not() -> None:
    first, second, other = *cards("a", reverse=True), *cards("b")
    session = Session.begin("msc", Queue((first, other, second)), {}, NOW)
    edited = replace(note("a"), question="edited?")
    renewed = session.renew(edited, NOW)
    assert renewed.card == Card(edited, 1)
    assert (renewed.stage, renewed.waiting) == (Stage.ASKED, (other,))


def test_a_card_changed_since_it_was_answered_is_taken_back_as_it_is_now() -> None:
    session = Session.begin("msc", Queue(cards("a")), {}, NOW)
    review = session.show().review(Rating.AGAIN, Stamp(NOW, "UTC", 2000, bytes(10)))
    again = session.rate(review, replace(learning(minutes=1), due=NOW))
    edited = replace(note("a"), question="edited?")
    undone = again.renew(edited, NOW).undo()
    assert (undone.card, undone.left) == (Card(edited, 1), 1)


def test_an_open_card_its_note_has_no_more_makes_room_for_the_next() -> None:
    first, second, other = *cards("a", reverse=True), *cards("b")
    session = Session.begin("msc", Queue((second, other)), {}, NOW).renew(note("a"), NOW)
    assert (session.card, session.waiting) == (other, ())
    steps = replace(Session.begin("msc", Queue((other, first)), {}, NOW), steps=(Step(NOW, second),))
    assert steps.renew(note("a"), NOW).steps == ()


@pytest.mark.parametrize(
    ("was", "now", "is_asked"),
    [
        (Status.ACCEPTED, Status.REJECTED, False),
        (Status.ACCEPTED, Status.DRAFT, False),
        (Status.DRAFT, Status.REJECTED, False),
        (Status.DRAFT, Status.DRAFT, True),
        (Status.DRAFT, Status.ACCEPTED, True),
    ],
)
def test_a_card_that_is_out_by_its_edit_makes_room_for_the_next(
    was: Status, now: Status, is_asked: bool
) -> None:
    old, other = replace(note("a"), status=was), Card(note("b"), 1)
    session = Session.begin("msc", Queue((Card(old, 1), other)), {}, NOW)
    edited = replace(old, status=now)
    assert session.renew(edited, NOW).card == (Card(edited, 1) if is_asked else other)


def test_the_summary_compares_recalled_with_predicted_answers() -> None:
    session = Session.begin("msc", Queue(cards("a", "b", "c")), {}, NOW)
    for rating, new, chance in (
        (Rating.GOOD, True, None),
        (Rating.AGAIN, False, 0.9),
        (Rating.HARD, False, 0.8),
    ):
        review = session.show().review(rating, Stamp(NOW, "UTC", 2000, bytes(10)))
        session = session.rate(review, None, new=new, predicted=chance)
    summary = session.summary()
    assert (summary.new, summary.elapsed) == (1, 6000)
    assert (summary.learned, summary.kept, round(summary.predicted, 3)) == (2, 1, 1.7)


def test_an_empty_queue_is_over_at_once() -> None:
    session = Session.begin("c", Queue(), {}, NOW)
    assert (session.stage, session.left) == (Stage.OVER, 0)


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(1, 600)), max_size=60), st.integers(0, 6))
def test_a_sitting_ends_when_every_card_has_left_its_steps(
    answers: list[tuple[Rating, int]], count: int
) -> None:
    memories: dict[str, Memory] = {}
    now = NOW
    session = Session.begin("c", Queue(cards(*"abcdef"[:count])), {}, now)
    for rating, seconds in [*answers, *([(Rating.EASY, 5)] * 6)]:
        if session.stage is Stage.OVER:
            break
        now += timedelta(seconds=seconds)
        session = rated(session, memories, rating, now)
    assert session.stage is Stage.OVER
    assert len(memories) == count
    assert all(memory.state is State.REVIEW for memory in memories.values())


def test_a_sitting_goes_on_where_it_was_left() -> None:
    memories: dict[str, Memory] = {}
    asked = cards("a", "b", "c")
    session = Session.begin("c", planned(asked, memories, new=2), memories, NOW)
    rated(session, memories, Rating.AGAIN, NOW)
    later = NOW + timedelta(minutes=5)
    queue = plan(asked, memories, later, "UTC", Limits(new=2))
    session = Session.begin("c", queue, memories, later)
    assert (ids(queue.steps), ids(queue.cards)) == (["a#1"], ["b#1"])
    assert session.left == 2


CLOZE = Note("c", Kind.CLOZE, "t", HERE, cloze="MSCs carry {{c1::RNA::acid}} and {{c2::**protein**}}.")


def test_a_cloze_is_shown_in_place_with_the_hidden_part_marked() -> None:
    sides = sides_of(Card(CLOZE, 1))
    assert sides.question == "MSCs carry [acid] and **protein**."
    [line] = sides.answer
    assert StyledText("RNA", hidden=True) in line
    assert StyledText("protein", style="strong") in line
    assert "".join(stretch.text for stretch in line) == "MSCs carry RNA and protein."


def test_bold_may_reach_over_what_was_hidden() -> None:
    sides = sides_of(Card(replace(CLOZE, cloze="MSCs carry **{{c1::RNA}} and more**."), 1))
    assert sides.answer == (
        (
            StyledText("MSCs carry "),
            StyledText("RNA", hidden=True, style="strong"),
            StyledText(" and more", style="strong"),
            StyledText("."),
        ),
    )


def test_a_list_is_shown_item_by_item() -> None:
    sides = sides_of(
        Card(Note("l", Kind.LIST, "t", HERE, question="Which?", items=("a", "b"), ordered=True), 1)
    )
    assert sides.answer == ((StyledText("a", hidden=True),), (StyledText("b", hidden=True),))
    assert (sides.listed, sides.numbered) == (True, True)


def test_the_second_card_asks_the_other_way_round() -> None:
    sides = sides_of(cards("a", reverse=True)[1])
    assert (sides.question, sides.answer) == ("yes", ((StyledText("a?", hidden=True),),))
