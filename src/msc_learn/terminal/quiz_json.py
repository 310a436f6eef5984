"""The quiz as JSON lines for programs: events are written, requests are read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from msc_learn.deck.cards import Card
from msc_learn.errors import HistoryError
from msc_learn.history.connection import FULL, LOCKED
from msc_learn.memory.review import Memory, Mode, Rating, Verdict
from msc_learn.study.card_sides import StyledText
from msc_learn.study.due_counts import next_due_times
from msc_learn.study.practice import AskedCard, Practice
from msc_learn.study.session import Stage
from msc_learn.terminal.prompt import Quit
from msc_learn.terminal.streams import json_text
from msc_learn.text.markup import to_plain

# Increased when the lines change in an incompatible way.
FORMAT = 1
_RATINGS: Mapping[object, Rating] = {
    **{int(rating): rating for rating in Rating},
    **{rating.name.lower(): rating for rating in Rating},
}


class RequestError(Exception):  # not the program's error: the line asks what cannot be done
    """A line that is not obeyed, with the reason."""


@dataclass(slots=True)
class JsonQuiz:
    """Practice with what reads and writes lines; `read` raises `EOFError` at the end of input."""

    practice: Practice
    read: Callable[[], str]
    write: Callable[[str], object]

    def run(self) -> None:
        """Ask until no card is left; raises `Quit` or `EOFError` if the program leaves."""
        session = self.practice.session
        about = {"course": session.course, "learner": session.learner, "purpose": session.purpose}
        self.send("sitting", format=FORMAT, **about, left=session.left)
        while question := self.practice.open():
            self.send("question", **_asked(self.practice, question))
            while not self._handle_request(question):
                pass

    def send_summary(self, cards: Sequence[Card], pictured: int) -> None:
        """Write the summary of the session; `pictured` counts the picture cards, never asked here."""
        practice, summary = self.practice, self.practice.session.summary()
        ratings = {rating.name.lower(): summary.ratings.get(rating, 0) for rating in Rating}
        numbers = {**asdict(summary), "ratings": ratings, "recalled": summary.recalled}
        due = next_due_times(cards, practice.memories, practice.clock())
        following = {"next": stamp(due[0])} if due else {}
        self.send("summary", left=practice.session.left, **numbers, **following, pictured=pictured)

    def send(self, event: str, **values: object) -> None:
        """Write an event."""
        self.write(json_text({"event": event, **values}, indent=None))

    def _handle_request(self, question: AskedCard) -> bool:
        """Read and carry out the next request; return whether the question is finished."""
        line = self.read()
        if not line.strip():
            return False
        try:
            request = _request(line)
            return _REQUESTS[request["do"]](self, question, request)
        except RequestError as error:
            self.send("error", message=str(error))
        except HistoryError as error:
            if error.problems[0].code not in (LOCKED, FULL):
                raise
            # The history is locked, or the disk is full: the answer stays on show and can be rated again.
            self.send("error", message=str(error))
        return False

    def _show(self, question: AskedCard, _: Mapping[str, Any]) -> bool:
        self._require_stage(Stage.ASKED)
        self.practice.flip()
        return self._answered(question)

    def _type(self, question: AskedCard, request: Mapping[str, Any]) -> bool:
        self._require_stage(Stage.ASKED)
        self.practice.typed(_text(request, "answer"))
        return self._answered(question)

    def _choose(self, question: AskedCard, request: Mapping[str, Any]) -> bool:
        self._require_stage(Stage.ASKED)
        if question.mode is not Mode.CHOICE:
            raise RequestError("this card has no options")
        picked, numbers = request.get("options"), range(1, len(question.options) + 1)
        if not isinstance(picked, list) or not picked or not all(_is_in(numbers, one) for one in picked):
            raise RequestError(f"options must be a list of numbers from 1 to {len(numbers)}")
        self.practice.chosen([question.options[number - 1] for number in numbers if number in picked])
        return self._answered(question)

    def _rate(self, question: AskedCard, request: Mapping[str, Any]) -> bool:
        self._require_stage(Stage.SHOWN)
        rating_given = request.get("rating")
        if (
            isinstance(rating_given, bool)
            or not isinstance(rating_given, int | str)
            or rating_given not in _RATINGS
        ):
            raise RequestError("rating must be again, hard, good or easy, or 1 to 4")
        rating, grade = _RATINGS[rating_given], self.practice.session.grade
        memory = self.practice.rate(rating)
        overruled = bool(grade and grade.verdict is Verdict.WRONG and rating is not Rating.AGAIN)
        self.send(
            "rated", card=question.card.id, rating=rating.name.lower(), overruled=overruled, **_due(memory)
        )
        return True

    def _hint(self, question: AskedCard, _: Mapping[str, Any]) -> bool:
        self.send("hint", hint=to_plain(question.sides.hint))
        return False

    def _undo(self, _: AskedCard, __: Mapping[str, Any]) -> bool:
        if not self.practice.undo():
            raise RequestError("there is no answer to undo in this session")
        self.send("undone")
        return True

    def _skip(self, question: AskedCard, _: Mapping[str, Any]) -> bool:
        self.practice.skip()
        return self._left_out("skipped", question)

    def _bury(self, question: AskedCard, _: Mapping[str, Any]) -> bool:
        self.practice.bury()
        return self._left_out("buried", question)

    def _suspend(self, question: AskedCard, _: Mapping[str, Any]) -> bool:
        self.practice.suspend()
        return self._left_out("suspended", question)

    def _flag(self, question: AskedCard, request: Mapping[str, Any]) -> bool:
        self.practice.flag(_text(request, "note").strip() if "note" in request else "")
        self.send("flagged", card=question.card.id)
        return False

    def _quit(self, _: AskedCard, __: Mapping[str, Any]) -> NoReturn:
        raise Quit

    def _left_out(self, event: str, question: AskedCard) -> bool:
        self.send(event, card=question.card.id)
        return True

    def _answered(self, question: AskedCard) -> bool:
        """Write the answer with its sources, the grade, and the interval in seconds after each rating."""
        sides, grade = question.sides, self.practice.session.grade
        waits = {
            rating.name.lower(): wait.total_seconds() for rating, wait in self.practice.intervals().items()
        }
        graded = {"verdict": grade.verdict, "reason": to_plain(grade.reason)} if grade else {}
        suggested = {"suggested": grade.rating.name.lower()} if grade and grade.rating else {}
        self.send(
            "answer",
            card=question.card.id,
            answer=["".join(part.text for part in line) for line in sides.answer],
            asked=[text for line in sides.answer if (text := _hidden(line))],
            picture=sides.alt,
            extra=to_plain(sides.extra),
            strength=sides.strength,
            sources=[{"quote": source.quote, "section": source.section} for source in sides.sources],
            **graded,
            **suggested,
            waits=waits,
        )
        return False

    def _require_stage(self, stage: Stage) -> None:
        if self.practice.session.stage is not stage:
            raise RequestError(
                "the answer is shown: rate it"
                if stage is Stage.ASKED
                else "answer first: show, type or choose"
            )


Handler = Callable[[JsonQuiz, AskedCard, Mapping[str, Any]], bool]
_REQUESTS: dict[str, Handler] = {
    "show": JsonQuiz._show,
    "type": JsonQuiz._type,
    "choose": JsonQuiz._choose,
    "rate": JsonQuiz._rate,
    "hint": JsonQuiz._hint,
    "undo": JsonQuiz._undo,
    "skip": JsonQuiz._skip,
    "bury": JsonQuiz._bury,
    "suspend": JsonQuiz._suspend,
    "flag": JsonQuiz._flag,
    "quit": JsonQuiz._quit,
}


def stamp(at: datetime) -> str:
    """Return a time in ISO 8601, in UTC to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _asked(practice: Practice, question: AskedCard) -> dict[str, object]:
    note, sides, memory = question.card.note, question.sides, question.memory
    options = {"options": list(map(to_plain, question.options))} if question.options else {}
    need = {"need": question.need} if question.need else {}
    return {
        "card": question.card.id,
        "topic": note.topic,
        "kind": note.kind,
        "mode": question.mode,
        "state": memory.state if memory else "new",
        "left": practice.session.left,
        "question": to_plain(sides.question),
        **options,
        "wanted": question.wanted,
        **need,
        "hint": bool(sides.hint),
        "changed": question.changed,
        "lapses": memory.lapses if memory else 0,
    }


def _request(line: str) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError("the line is not JSON") from None
    known = ", ".join(_REQUESTS)
    if (
        not isinstance(request, dict)
        or not isinstance(request.get("do"), str)
        or request["do"] not in _REQUESTS
    ):
        raise RequestError(f'write an object such as {{"do": "show"}}; "do" must be one of {known}')
    return request


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise RequestError(f"{key} must be a text")
    return value


def _is_in(numbers: range, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in numbers


def _due(memory: Memory | None) -> dict[str, object]:
    return {"due": stamp(memory.due)} if memory else {}


def _hidden(line: tuple[StyledText, ...]) -> str:
    return " … ".join(part.text for part in line if part.hidden)
