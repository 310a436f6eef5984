"""What is printed: wrapped to the terminal, plain where it must be, and never obeyed."""

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from msc_learn.cli import clock
from msc_learn.reports import phrases
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import ProgressBar, Terminal, one_line, pieces_of, visible
from msc_learn.terminal.streams import json_text


def text_of(terminal: Terminal, text: str, indent: int = 0, mark: str = "") -> list[str]:
    return [line.plain for line in terminal.lines(text, indent=indent, mark=(mark, "dim"))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07\x00", "bell␇␀"),
        ("del\x7f", "del␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("abc\u202edef", "abc<U+202E>def"),
        ("line\nend", "line\nend"),
        ("return\r", "return␍"),
        ("tab\there", "tab here"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("no\u00a0break", "no\u00a0break"),
        ("β → 10⁶ 漢字", "β → 10⁶ 漢字"),
        ("\udcff", "<U+DCFF>"),
    ],
)
def test_control_characters_are_shown_never_obeyed(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_steers_a_terminal_gets_through(text: str) -> None:
    assert all(letter == "\n" or letter == "\u00a0" or ord(letter) >= 0x20 for letter in visible(text))
    assert "\x7f" not in visible(text)
    assert not any(0x80 <= ord(letter) < 0xA0 for letter in visible(text))


@given(
    st.text(alphabet="ab β漢\n\u00a0", max_size=300),
    st.integers(20, 80),
    st.integers(0, 8),
    st.sampled_from(["", "• ", "10. "]),
)
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(
    text: str, width: int, indent: int, mark: str
) -> None:
    lines = text_of(Terminal(width=width), text, indent, mark)
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    shown = "".join(lines).removeprefix(" " * indent + mark.rstrip())
    assert "".join(shown.split()) == "".join(text.split())


def test_a_word_longer_than_a_line_is_parted() -> None:
    assert text_of(Terminal(width=20), "a " + "b" * 45, indent=2) == [
        "  a",
        "  " + "b" * 18,
        "  " + "b" * 18,
        "  " + "b" * 9,
    ]
    assert text_of(Terminal(width=21), "漢" * 15, indent=2) == ["  " + "漢" * 9, "  " + "漢" * 6]


def test_later_lines_stand_where_the_text_begins_behind_its_mark() -> None:
    lines = text_of(Terminal(width=20), "one two three four five\nsix", indent=2, mark="• ")
    assert lines == ["  • one two three", "    four five", "    six"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u202f"])
def test_a_no_break_space_holds_its_neighbours_together(
    blank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Terminal(width=20).say(f"one two three{blank}four{blank}five")
    assert capsys.readouterr().out == "one two\nthree four five\n"


def test_a_key_stands_on_one_line_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert Terminal(width=20).ask([("1", "Again 1 min"), ("2", "Hard 6 min")], indent=2) == 2
    assert capsys.readouterr().out == "  1 Again 1 min\n  2 Hard 6 min\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** and *slanted*", "bold and slanted"),
        ("10^6^ cells", "10⁶ cells"),
        ("x^(1+n)^ y^a+b^", "x⁽¹⁺ⁿ⁾ y^a+b"),
        ("CD34^+^ CO~2~", "CD34⁺ CO₂"),
        ("2^abcdefg^", "2^abcdefg"),
        (r"\(x^2\)", "x^2"),
        ("<CD34> p < 0.05", "<CD34> p < 0.05"),
    ],
)
def test_the_small_markup_is_read(text: str, shown: str) -> None:
    assert "".join(part for part, _ in pieces_of(text)) == shown


def table(terminal: Terminal, *rows: tuple[str, ...]) -> None:
    terminal.table([(row, "plain") for row in rows], right=[1], indent=2)


def test_columns_are_aligned_by_what_they_show(capsys: pytest.CaptureFixture[str]) -> None:
    table(Terminal(), ("漢字", "1", ""), ("a", "10", "\x1b[1m"), ("", "", "[bold]"))
    assert capsys.readouterr().out.splitlines() == ["  漢字   1", "  a     10  ␛[1m", "            [bold]"]


@pytest.mark.parametrize(("able", "shown"), [(True, "  a long ti…  1,000"), (False, "  a long tit  1,000")])
def test_a_long_title_gives_way_to_figures(
    capsys: pytest.CaptureFixture[str], able: bool, shown: str
) -> None:
    table(Terminal(width=19, unicode=able), ("a long title", "1,000"))
    assert capsys.readouterr().out.rstrip("\n") == shown


def test_a_column_of_empty_cells_takes_no_letter_of_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    table(Terminal(), ("Tuesday", "0", ""), ("Wednesday", "0", ""))
    assert capsys.readouterr().out == "  Tuesday    0\n  Wednesday  0\n"


def test_markup_and_emoji_of_others_mean_nothing_here(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(colour=True).say("[red]1 of 2[/red] :smile: 'quoted' https://example.org")
    assert capsys.readouterr().out == "[red]1 of 2[/red] :smile: 'quoted' https://example.org\n"


def test_what_prints_is_loaded_when_something_is_printed() -> None:
    program = "import sys; from msc_learn.cli import due, quiz, stats; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class Screen(io.StringIO):
    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


@pytest.mark.parametrize(
    ("tty", "environment", "colour", "keys"),
    [
        (True, {"TERM": "xterm"}, True, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False, True),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True, True),
        (True, {"TERM": "dumb"}, False, False),
        (True, {"TERM": "unknown"}, False, False),
        (True, {}, False, False),
        (False, {"TERM": "xterm"}, False, False),
    ],
)
def test_colour_and_single_keys_need_a_terminal_that_wants_them(
    monkeypatch: pytest.MonkeyPatch, tty: bool, environment: dict[str, str], colour: bool, keys: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Screen(tty=tty))
    monkeypatch.setattr("sys.stdout", Screen(tty=tty))
    terminal = Terminal.here(environment)
    assert (terminal.colour, terminal.keys) == (colour, keys)
    terminal = Terminal.here(environment, plain=True)
    assert (terminal.colour, terminal.keys) == (False, False)


@pytest.mark.parametrize(("told", "width"), [("40", 40), ("200", 80), ("5", 20), ("", 80), ("x", 80)])
def test_the_width_is_that_of_the_terminal_within_bounds(
    monkeypatch: pytest.MonkeyPatch, told: str, width: int
) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((0, 0)))
    monkeypatch.setenv("COLUMNS", told)
    assert Terminal.here().width == width


def test_an_encoding_without_the_signs_gets_plain_ones(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(unicode=False).say("“a” · b › c…")
    assert capsys.readouterr().out == '"a" - b > c...\n'


def test_a_terminal_gets_colour_and_a_pipe_none(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(colour=True).say(("right", "good"))
    coloured = capsys.readouterr().out
    Terminal().say(("right", "good"))
    assert coloured == "\x1b[32mright\x1b[0m\n"
    assert capsys.readouterr().out == "right\n"


def test_a_line_of_keys_is_taken_back_only_where_the_terminal_can(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(colour=True, keys=True).erase(2)
    assert capsys.readouterr().out == "\x1b[1A\x1b[2K" * 2
    Terminal().erase(2)
    assert capsys.readouterr().out == "\n"


def pressed(*chunks: str) -> Keyboard:
    """Return a keyboard whose keys come in these chunks."""
    given = iter(chunks)
    return Keyboard(single=True, getchar=lambda: next(given))


def bar_shown(
    monkeypatch: pytest.MonkeyPatch,
    *,
    tty: bool = True,
    seconds: float = 1,
    hidden: bool = False,
    **told: str,
) -> str:
    """Return what is printed of a work of 40 steps, of which one has something to say."""
    screen, times = Screen(tty=tty), iter([0.0])
    monkeypatch.setattr("sys.stderr", screen)
    with ProgressBar(40, "steps", hidden=hidden, environment=told, now=lambda: next(times, seconds)) as bar:
        bar.advance()
        bar.say("[red]said[/red]")
        bar.advance()
    return screen.getvalue()


def test_a_long_work_shows_how_far_it_is_and_takes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = bar_shown(monkeypatch, TERM="xterm")
    assert "1/40" in shown
    assert "2/40" in shown
    assert "[red]said[/red]\n" in shown
    assert "\x1b[3" in shown
    assert shown.endswith("\x1b[2K")


def test_the_bar_has_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = bar_shown(monkeypatch, TERM="xterm", NO_COLOR="1")
    assert "2/40" in shown
    assert "\x1b[3" not in shown


@pytest.mark.parametrize(
    "how",
    [{"tty": False}, {"seconds": 0.5}, {"hidden": True}, {"TERM": "dumb"}],
    ids=["pipe", "short work", "hidden", "a terminal that only prints"],
)
def test_there_is_no_bar_where_it_would_be_in_the_way(
    monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    assert bar_shown(monkeypatch, **{"TERM": "xterm", **how}) == "[red]said[/red]\n"


def test_a_name_of_a_file_stays_on_one_line() -> None:
    assert one_line("a\nb\r\x1b[0m\udcff") == "a␊b␍␛[0m<U+DCFF>"


def test_fast_fingers_lose_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = pressed("\r3\n", "4")
    assert [keys.key() for _ in range(4)] == ["", "3", "", "4"]


def test_arrow_keys_and_escapes_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pressed("\x1b[A", "\x1b", "\t", "Q").key() == "q"


@pytest.mark.parametrize(("typed", "stop"), [("3\x03", KeyboardInterrupt), ("3\x04", EOFError)])
def test_a_stop_counts_behind_other_keys_too(
    monkeypatch: pytest.MonkeyPatch, typed: str, stop: type[BaseException]
) -> None:
    keys = pressed(typed)
    assert keys.key() == "3"
    with pytest.raises(stop):
        keys.key()


def test_what_was_typed_ahead_belongs_to_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = pressed("\rVEGF\r2")
    assert (keys.key(), keys.line(), keys.key()) == ("", "VEGF", "2")


def test_a_pipe_is_read_by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n3 good\n VEGF \r\nlast"))
    keys = Keyboard(single=False)
    assert [keys.key(), keys.key(), keys.line(), keys.line()] == ["", "3 good", " VEGF ", "last"]
    with pytest.raises(EOFError):
        keys.key()


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=10), "1 min"),
        (timedelta(minutes=5.5), "6 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=30), "30 d"),
        (timedelta(days=61), "2 mo"),
        (timedelta(days=110), "3.6 mo"),
        (timedelta(days=730), "2 y"),
        (timedelta(days=900), "2.5 y"),
        (timedelta(days=36500), "99.9 y"),
    ],
)
def test_a_span_is_said_as_short_as_it_can_be(wait: timedelta, said: str) -> None:
    assert phrases.span(wait) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(-1, "now"), (2, "at 14:00"), (20, "tomorrow"), (72, "on Wednesday"), (24 * 30, "on 22 December 2026")],
)
def test_a_moment_is_said_by_the_learners_days(now: datetime, hours: int, said: str) -> None:
    assert phrases.moment(now + timedelta(hours=hours), now, "UTC") == said


@pytest.mark.parametrize(("share", "said"), [(1, "100 %"), (0.999, "99 %"), (0.5, "50 %"), (0, "0 %")])
def test_only_all_is_a_hundred_percent(share: float, said: str) -> None:
    assert phrases.percent(share) == said


@pytest.mark.parametrize(
    ("spent", "said"), [(0, "0 min"), (0.2, "under a minute"), (12.4, "12 min"), (61, "1 h 1 min")]
)
def test_time_is_said_in_minutes_and_hours(spent: float, said: str) -> None:
    assert phrases.minutes(spent) == said


def test_the_clock_is_in_utc_and_whole_milliseconds() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.now().microsecond % 1000 == 0


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("Europe/Zurich", "Europe/Zurich"),
        (":Asia/Kolkata", "Asia/Kolkata"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
    ],
)
def test_the_zone_is_the_one_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, told: str, zone: str
) -> None:
    monkeypatch.setitem(os.environ, "TZ", told)
    assert clock.zone() == zone


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system takes no rule for a zone")
def test_a_zone_that_is_a_rule_is_told_by_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setitem(os.environ, "TZ", "<+05>-5:30")
        time.tzset()
        assert clock.zone() == "+05:30"
    time.tzset()


@given(st.text())
def test_json_on_the_screen_says_the_same_and_steers_no_terminal(text: str) -> None:
    said = json_text({"text": text})
    assert json.loads(said) == {"text": text}
    assert all(letter.isprintable() or letter == "\n" for letter in said)
