"""The retired word check: what it finds, with its position, and what it leaves alone."""

from pathlib import Path

import pytest
from tools.check_words import hits, problems, retired_words

RETIRED = {"wherefore": "why", "betoken*": "show"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\nand wherefore", [(2, 5, "wherefore", "why")]),
        ("Wherefore?", [(1, 1, "Wherefore", "why")]),
        ("the_wherefore = meanWherefore", [(1, 5, "wherefore", "why"), (1, 21, "Wherefore", "why")]),
        ("WHEREFORE_COUNT", [(1, 1, "WHEREFORE", "why")]),
        ("it betokens, betokened", [(1, 4, "betokens", "show"), (1, 14, "betokened", "show")]),
        ("wherefores, nowherefore, token", []),
    ],
)
def test_a_retired_word_is_found_with_line_and_column(
    text: str, found: list[tuple[int, int, str, str]]
) -> None:
    assert list(hits(text, RETIRED)) == found


@pytest.mark.parametrize(
    "word", ["amended", "recommend", "recommends", "commend", "emend", "tremendous", "predicted"]
)
def test_a_word_in_use_passes(word: str) -> None:
    assert not list(hits(word, retired_words()))


def test_each_retired_word_is_refused_with_what_to_write() -> None:
    retired = retired_words()
    for word, instead in retired.items():
        assert list(hits(word.replace("*", "ing"), retired))
        assert instead
        assert not list(hits(instead, retired))


def test_a_folder_is_read_but_for_course_texts_and_the_code_of_others(tmp_path: Path) -> None:
    for name in (
        "src/a.py",
        "docs/b.md",
        "Makefile",
        "cards/c.md",
        "tests/data/d.yaml",
        "x/node_modules/e.js",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("wherefore\n", encoding="utf-8")
    lines = [
        f"{name}:1:1: retired word 'wherefore': write 'why'" for name in ("Makefile", "docs/b.md", "src/a.py")
    ]
    assert list(problems(tmp_path, RETIRED)) == lines
