"""The scripts of the study page in node or a browser, and values on their way between them and Python."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from msc_learn.memory.parameters import Parameters
from msc_learn.memory.review import Memory, Review, milliseconds
from msc_learn.page import assemble

PAGE = Path(__file__).parents[1] / "src" / "msc_learn" / "page"
# All that needs no elements of the page, in their order.
SCRIPTS = tuple(PAGE / name for name in assemble.SCRIPTS if "/ui/" not in name)


class Rules:
    """The page's rules in node: what needs no elements, evaluated as in a browser's page."""

    def __init__(self, node: "subprocess.Popen[str]") -> None:
        self._node = node

    def evaluate(self, source: str, argument: object = None) -> Any:
        """Return the value of an expression, or what a function returns for the argument."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps({"source": source, "argument": argument}) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]


@contextmanager
def rules() -> Iterator[Rules]:
    """Open the page's rules in node."""
    command = ["node", str(Path(__file__).parent / "page" / "evaluate.js")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as node:
        yield Rules(node)
        assert node.stdin
        node.stdin.close()


def with_scripts(page: Page) -> Page:
    """Return a page with the scripts that are not to be seen."""
    page.add_script_tag(content=assemble.shared_script())
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    return page


def plain_review(review: Review) -> dict[str, Any]:
    """Return a review as the page has it."""
    return {
        "learner": review.learner,
        "card": review.card,
        "rating": int(review.rating),
        "at": milliseconds(review.at),
        "zone": review.zone,
        "purpose": review.purpose.value,
        "version": review.version,
    }


def plain_memory(memory: Memory) -> dict[str, Any]:
    """Return a memory as the page has it."""
    names = ("stability", "difficulty", "day", "reps", "lapses", "step", "version")
    times = {name: milliseconds(getattr(memory, name)) for name in ("due", "first", "last")}
    return {name: getattr(memory, name) for name in names} | times | {"state": memory.state.value}


def plain_parameters(parameters: Parameters) -> dict[str, Any]:
    """Return parameters as the page has them."""
    return {"weights": list(parameters.weights), "retention": parameters.retention, "name": parameters.name}


def assert_same(found: Any, expected: Memory | None) -> None:
    """Fail where a memory of the page is not the one of Python: to four decimals, and else exactly."""
    if expected is None or found is None:
        assert found is expected is None
        return
    wanted = plain_memory(expected)
    close = ("stability", "difficulty")
    assert {key: one for key, one in found.items() if key not in close} == {
        key: one for key, one in wanted.items() if key not in close
    }
    for name in close:
        assert is_close(found[name], wanted[name]), (name, found[name], wanted[name])


def is_close(found: float, expected: float) -> bool:
    """Return whether two numbers are the same to four decimals; those of ten digits and more, to ten."""
    return abs(found - expected) <= max(5e-5, 1e-10 * abs(expected))
