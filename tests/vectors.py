"""Test vectors that Python and the page's scripts are each held to: inputs, and what Python makes of them.

`python tests/vectors.py` writes them into `tests/data/vectors`; read the difference before it is committed.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from msc_learn import __version__
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.exams.attempt import begun_by, with_event
from msc_learn.exams.chain import flaw_of, sealed
from msc_learn.exams.events import End, ExamAnswered, ExamBegun, ExamEnded, ExamEvent, Item, seal_of
from msc_learn.grading.grade import grade
from msc_learn.history.jsonl import event_of_line, line_of
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Mode, Purpose, Rating, Review, State, milliseconds, moment
from msc_learn.page.grading import Lender, grading_of
from msc_learn.page.tables import tables
from msc_learn.position import Position
from msc_learn.study.queue import Limits, introduced, plan
from pages import plain_memory
from test_grade import ROWS, enumeration, question

FOLDER = Path(__file__).parent / "data" / "vectors"
HERE = Position("cards.yaml")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = ("UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "+05:45", "no/zone")
Row = dict[str, Any]


def random_of(name: str) -> Random:
    return Random(name)  # noqa: S311  # it draws examples


# --- grading: a card as the page has it, what is typed, the answers of other cards


def grading_inputs() -> Iterator[Row]:
    table = [param.values[0] for param in ROWS]
    others = [
        (question("5 mg", "5 ± 0.5 mg", "4–6 mg"), "5400 µg"),
        (question("5 mg", "5 ± 0.5 mg"), "5.4"),
        (question("the TP53", case=True), "tp53"),
        (question("type II"), "type ı"),
        (enumeration("a fat", "bone", ordered=True, need=1), "bone, a fat"),
    ]
    rows = [(row.card, row.typed, row.others) for row in table] + [(*row, frozenset[str]()) for row in others]
    for card, typed, answers in rows:
        yield {"card": page_card(card), "typed": typed, "others": sorted(answers)}


def page_card(card: Card) -> Row:
    return {name: value for name, value in grading_of(card, Lender.of(())).items() if name != "typable"}


def card_of(plain: Row) -> Card:
    """Return the card that the page has so."""
    is_list, texts = plain.get("list", False), tuple(plain["expected"])
    note = Note(
        *("a", Kind.LIST if is_list else Kind.QUESTION, "t", HERE),
        question="?",
        answer="" if is_list else texts[0],
        items=texts if is_list else (),
        accept=tuple(plain.get("accept", ())),
        reject=dict(plain.get("reject", ())),
        need=plain.get("need"),
        ordered=plain.get("ordered", False),
        case=plain.get("case", False),
    )
    return Card(note, 1)


def graded(row: Row) -> Row:
    found = grade(card_of(row["card"]), row["typed"], frozenset(row["others"]))
    return {
        "verdict": found.verdict.value,
        "reason": found.reason,
        "rating": found.rating,
        "missing": list(found.missing),
        "extra": list(found.extra),
    }


# --- scheduling: the reviews of one card, and the memory, waits and recall after each


def scheduling_inputs() -> Iterator[Row]:
    random = random_of("scheduling")
    for _ in range(40):
        at, reviews = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(10**6)), []
        for _ in range(random.randint(1, 10)):
            purpose = random.choice((*("practice",) * 5, "cram"))
            reviews.append({"rating": random.randint(1, 4), "at": milliseconds(at), "purpose": purpose})
            at += timedelta(minutes=random.randrange(random.choice((30, 4320, 10**5))))
        weights = [round(weight * random.uniform(0.7, 1.4), 4) for weight in DEFAULT.weights]
        yield {
            "learner": random.choice(("me", "anna")),
            "card": random.choice(("vegf-name#1", "µ-opioid#2", "a#1")),
            "zone": random.choice(ZONES),
            "weights": random.choice((None, None, weights)),
            "retention": random.choice((0.7, 0.9, 0.9, 0.97)),
            "reviews": reviews,
        }


def scheduled(row: Row) -> list[Row]:
    parameters = Parameters(tuple(row["weights"] or DEFAULT.weights), row["retention"])
    memory, steps = None, list[Row]()
    for given in row["reviews"]:
        at, zone = moment(given["at"]), row["zone"]
        whose = {"card": row["card"], "learner": row["learner"], "zone": zone, "parameters": parameters}
        waits = fsrs6.preview(memory, at, **whose)
        review = Review(
            *("", row["learner"], "course", row["card"], Rating(given["rating"]), at, zone),
            purpose=Purpose(given["purpose"]),
        )
        memory = fsrs6.next_memory(memory, review, parameters)
        later = at + timedelta(days=40)
        steps.append(
            {
                "waits": [round(wait / timedelta(milliseconds=1)) for wait in waits.values()],
                "memory": memory and plain_memory(memory),
                "recall": memory and fsrs6.retrievability(memory, later, zone, parameters),
            }
        )
    return steps


# --- days: moments around the changes of clocks, and the learner's day of each


def day_inputs() -> Iterator[Row]:
    # The day that Apia left out, both changes of clocks in a year, a leap day.
    days = ("2011-12-29", "2011-12-31", "2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2028-02-29")
    for zone in (*ZONES, "Australia/Lord_Howe", "Pacific/Chatham", "-03:30", ""):
        for day in days:
            yield {"zone": zone, "day": date.fromisoformat(day).toordinal()}


def day_bounds(row: Row) -> Row:
    start = milliseconds(start_of(date.fromordinal(row["day"]), row["zone"]))
    moments = [start + minutes * 60_000 for minutes in (-181, -61, -1, 0, 59, 60)]
    days = [day_of(moment(at), row["zone"]).toordinal() for at in moments]
    return {"start": start, "moments": moments, "days": days}


# --- queue: cards with what is remembered of them, and which are asked in which order


def queue_inputs() -> Iterator[Row]:
    random = random_of("queue")
    for _ in range(60):
        notes = [
            [f"n{number}", random.choice("abc"), random.random() < 0.3]
            for number in range(random.choice((0, 3, 12, 40)))
        ]
        cards, seen = cards_from(notes), random.choice((0.0, 0.2, 0.5, 1.0))
        yield {
            "notes": notes,
            "memories": {
                card.id: plain_memory(memory_at(random)) for card in cards if random.random() < seen
            },
            "now": milliseconds(NOW),
            "zone": random.choice(ZONES),
            "limits": {
                "cards": random.choice((0, 5, 40)),
                "fresh": random.choice((0, 1, 10)),
                "cram": random.random() < 0.15,
            },
        }


def memory_at(random: Random) -> Memory:
    last = NOW - timedelta(hours=random.choice((1, 7, 9, 24, 24 * 9, 24 * 40)))
    due = NOW + timedelta(minutes=random.choice((-9000, -5, 0, 19, 20, 21, 9000)))
    first = last - timedelta(hours=random.choice((0, 3, 24 * 30)))
    state = random.choice((State.REVIEW, *State))
    day, step = day_of(last, "UTC").toordinal(), None if state is State.REVIEW else 0
    return Memory(random.choice((0.5, 3.0, 40.0)), 5, due, first, last, day, 3, 0, state, step)


def cards_from(notes: Iterable[Sequence[Any]]) -> list[Card]:
    return [
        card
        for name, topic, reverse in notes
        for card in cards_of(
            Note(name, Kind.QUESTION, topic, HERE, question="?", answer="yes", reverse=reverse)
        )
    ]


def memory_of(plain: Row) -> Memory:
    times = {name: moment(plain[name]) for name in ("due", "first", "last")}
    return Memory(**{**plain, **times, "state": State(plain["state"])})


def queued(row: Row) -> Row:
    memories = {card: memory_of(plain) for card, plain in row["memories"].items()}
    limits = Limits(row["limits"]["cards"], row["limits"]["fresh"], row["limits"]["cram"])
    queue = plan(cards_from(row["notes"]), memories, moment(row["now"]), row["zone"], limits)
    return {
        "cards": [card.id for card in queue.cards],
        "steps": [card.id for card in queue.steps],
        "moreDue": queue.more_due,
        "moreNew": queue.more_new,
        "introduced": introduced(memories, moment(row["now"]), row["zone"]),
    }


# --- exam chain: the events of an attempt as stored, and whether another may follow them

ITEMS = (
    Item(
        "a#1",
        "v1",
        "t",
        Mode.TYPE,
        "Which factor?",
        ("vascular endothelial growth factor",),
        accept=("VEGF",),
    ),
    Item("b#1", "v1", "t", Mode.CHOICE, "What falls?", ("pain",), options=("sleep", "pain", "fever")),
    Item("c#1", "v1", "t", Mode.TYPE, "Name two.", ("microRNAs", "proteins", "lipids"), need=2),
)


def exam_events() -> list[ExamEvent]:
    """Return an attempt of three answers, handed in, each event sealed."""
    common = {"learner": "anna", "course": "course", "zone": "UTC"}

    def at(minutes: int) -> datetime:
        return NOW + timedelta(minutes=minutes)

    given = (("VEGF", (), 1.0), ("pain", ("pain",), 1.0), ("lipids", (), 0.5))
    events: list[ExamEvent] = [
        ExamBegun(
            *("begun", "anna", "course", "", NOW, "UTC"),
            form="induction", version="f1", title="Induction", minutes=30, pass_mark=75, months=12, seed="s",
            program=__version__, items=ITEMS,
        )
    ]  # fmt: skip
    for number, (answer, picked, score) in enumerate(given):
        events.append(
            ExamAnswered(
                id=f"answer{number}", card=ITEMS[number].card, at=at(number + 1), attempt="begun",
                item=number, answer=answer, picked=picked, score=score, elapsed=1500, **common,
            )
        )  # fmt: skip
    events.append(ExamEnded(id="end", card="", at=at(9), attempt="begun", end=End.SUBMITTED, **common))
    chained: list[ExamEvent] = []
    for event in events:
        chained.append(sealed(event, chained[-1] if chained else None))
    return chained


def resealed(event: ExamEvent, **changes: Any) -> Any:
    changed = replace(event, **changes)
    return replace(changed, seal=seal_of(changed))


def edited(event: Any, **changes: Any) -> Any:
    return replace(event, **changes)


def exam_inputs() -> Iterator[Row]:
    events = exam_events()
    begun, first, picked, last, end = events
    closes = NOW + timedelta(minutes=30)
    cases: list[tuple[str, Sequence[ExamEvent], ExamEvent]] = [
        *((f"event {number} follows", events[:number], event) for number, event in enumerate(events)),
        ("an edited score", [begun], edited(first, score=0.0)),
        ("a wrong score, sealed", [begun], resealed(first, score=0.25)),
        ("a wrong score of a list", events[:3], resealed(last, score=1.0)),
        ("a score of another release", [resealed(begun, program="0.0.1")],
         resealed(first, before=resealed(begun, program="0.0.1").seal, score=0.25)),
        ("no beginning", [], first),
        ("after the end", events, resealed(last, id="again", before=end.seal)),
        ("one left out", [begun], picked),
        ("another learner", [begun], resealed(first, learner="ben")),
        ("another course", [begun], resealed(first, course="other")),
        ("an unknown item", [begun], resealed(first, item=3)),
        ("another card", [begun], resealed(first, card="b#1")),
        ("an unknown option", events[:2], resealed(picked, picked=("death",))),
        ("before the last event", events[:2], resealed(picked, at=first.at)),
        ("after the time", [begun], resealed(first, at=closes)),
        ("ended by the clock", [begun], resealed(end, before=begun.seal, at=closes, end=End.TIME)),
        ("ended by the clock too early", [begun], resealed(end, before=begun.seal, end=End.TIME)),
        ("handed in too late", [begun], resealed(end, before=begun.seal, at=closes)),
    ]  # fmt: skip
    for name, stored, event in cases:
        yield {"name": name, "stored": [line_of(each) for each in stored], "event": line_of(event)}


def judged(row: Row) -> Row:
    stored: list[Any] = [event_of_line(line) for line in row["stored"]]
    event: Any = event_of_line(row["event"])
    attempt = None
    for each in stored:
        attempt = begun_by(each) if attempt is None else with_event(attempt, each)
    return {"flaw": flaw_of(event, attempt), "seal": seal_of(event)}


VECTORS: dict[str, tuple[Callable[[], Iterator[Row]], Callable[[Row], Any]]] = {
    "grading": (grading_inputs, graded),
    "scheduling": (scheduling_inputs, scheduled),
    "days": (day_inputs, day_bounds),
    "queue": (queue_inputs, queued),
    "exam_chain": (exam_inputs, judged),
}


def vectors(name: str) -> list[Row]:
    """Return the vectors of a name: each an input, and what Python makes of it."""
    inputs, outcome = VECTORS[name]
    return [{"input": row, "expected": outcome(row)} for row in inputs()]


def text_of(values: Iterable[object]) -> str:
    """Return values as JSON with one on each line, so that a difference shows what changed."""
    return "[\n" + ",\n".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n]\n"


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file of vectors with its text."""
    for name in VECTORS:
        yield FOLDER / f"{name}.json", text_of(vectors(name))
    # What the page's grader gets from Python: word lists and patterns, by module and name.
    yield FOLDER / "tables.json", json.dumps(tables(), ensure_ascii=False, indent=0) + "\n"


def main() -> None:
    """Write the files that are new or other than before, and name them."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in files():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
