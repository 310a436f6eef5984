"""The page of `msc-learn stats --html`: what it shows and says, and that everybody can read it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from conftest import CARDS, COURSE, DOCUMENT, WriteCourse
from histories import START, told, two_years
from look.reviewer import chromium
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.deck.cards import Card
from msc_learn.memory.review import Rating, Review
from msc_learn.reports import plots
from msc_learn.reports.plots import Bar, Caption, Share
from msc_learn.reports.stats import page
from msc_learn.study.queue import cards_in
from msc_learn.study.report import Report, report_of

NASTY = """<script>alert("1")</script> & </title><svg onload='x'>: what is "2 < 3"?"""
END = START + timedelta(days=729, hours=1)
PLOTS = ("days", "time", "recall", "model", "forecast", "stability")


def course_text() -> str:
    """Return the small course, larger, with a question that would be markup if it were not escaped."""
    more = (
        f"  - id: more-{number}\n    question: What is released {number}?\n    answer: VEGF\n"
        "    strength: hedged\n    source: {section: Growth factors, quote: may reduce pain}\n"
        for number in range(60)
    )
    return CARDS.replace("What does VEGF stand for?", json.dumps(NASTY)) + "".join(more)


def studied(cards: Sequence[Card]) -> list[Review]:
    """Return two years of study in which the first card is forgotten every third time."""
    ids = [card.id for card in cards]
    found = two_years(ids[1:], lambda number: Rating.AGAIN if number % 5 == 4 else Rating.GOOD)
    hard = two_years(ids[:1], lambda number: Rating.AGAIN if number % 3 == 2 else Rating.GOOD)
    hard = [replace(review, id=f"hard-{review.id}") for review in hard]
    return sorted([*found, *hard], key=lambda review: review.at)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Report]:
    folder = tmp_path_factory.mktemp("stromal")
    for name, text in (
        ("course.yaml", COURSE),
        ("document.md", DOCUMENT),
        ("growth-factors.yaml", course_text()),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    course = load_course(str(folder))
    cards = cards_in(course.topics)
    report = report_of("course", cards, told(studied(cards))[0], END, "UTC")
    return page(course, cards, report), report


def section(html: str, name: str) -> str:
    """Return the section of a plot."""
    [found] = [part for part in html.split("<section>") if f'id="{name}-title"' in part]
    return found


def rows(html: str) -> list[list[str]]:
    """Return the cells of the tables in a stretch of HTML, without their heads."""
    body = "".join(re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL))
    return [
        [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in body.split("</tr>")
        if "<t" in row
    ]


def number(said: str) -> int:
    return int(said.replace(",", ""))


@pytest.mark.parametrize("name", PLOTS)
def test_each_plot_is_named_and_told_and_followed_by_its_figures(
    shown: tuple[str, Report], name: str
) -> None:
    found = section(shown[0], name)
    assert 'role="img" ' in found
    assert f'aria-labelledby="{name}-title {name}-desc"' in found
    assert re.search(rf'<title id="{name}-title">[^<]+</title><desc id="{name}-desc">[^<]+</desc>', found)
    assert found.index("</svg>") < found.index("<details>") < found.index("<table>")
    assert rows(found)


def test_the_tables_hold_the_figures_of_the_report(shown: tuple[str, Report]) -> None:
    html, report = shown
    days = rows(section(html, "days"))
    assert [number(row[1]) for row in reversed(days)] == [day.answers for day in report.days]
    months = rows(section(html, "recall"))
    assert [number(row[1]) for row in reversed(months)] == [
        month.retention.reviews for month in report.retention_by_month
    ]
    assert [number(row[1]) for row in rows(section(html, "model"))] == [
        one.reviews for one in report.calibration.bins
    ]
    assert [number(row[1]) for row in rows(section(html, "forecast"))] == list(report.forecast.coming)
    assert [number(row[1]) for row in rows(section(html, "stability"))] == [
        one.cards for one in report.stabilities
    ]


def test_texts_of_cards_are_escaped_and_shown(shown: tuple[str, Report]) -> None:
    html, report = shown
    assert report.weakest_cards[0].id == "vegf-name#1"
    assert "<script" not in html
    assert "<svg onload" not in html
    [cell] = {row[0] for row in rows(html) if NASTY in row[0]} - {NASTY}
    assert cell == f"{NASTY} leech"


def test_the_page_asks_for_nothing(shown: tuple[str, Report]) -> None:
    html, _ = shown
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href|style)=|url\(|@import|\son\w+=\"", html)


@pytest.mark.parametrize("count", [0, 1])
def test_a_history_of_little_makes_a_page_too(write_course: WriteCourse, count: int) -> None:
    course = load_course(str(write_course()))
    cards = cards_in(course.topics)
    events, _ = told([Review("1", "me", "course", cards[0].id, Rating.GOOD, START)] * count)
    html = page(course, cards, report_of("course", cards, events, START, "UTC"))
    assert ("No answers yet." in html) == (count == 0)
    assert html.count('<svg class="plot') == (4 if count else 0)


@pytest.mark.parametrize(("now", "zone"), [(START, "UTC"), (START.replace(day=4), "Pacific/Honolulu")])
def test_answers_of_days_that_are_still_to_come_are_of_no_week_and_not_of_today(
    write_course: WriteCourse, now: datetime, zone: str
) -> None:
    course = load_course(str(write_course()))
    cards = cards_in(course.topics)
    # After a flight to the west, or a clock that was ahead for a while.
    ahead = [now + timedelta(days=days) for days in (1, 8, 400)]
    events, _ = told(
        [Review(str(at), "me", "course", cards[0].id, Rating.EASY, at, "Pacific/Auckland") for at in ahead]
    )
    report = report_of("course", cards, events, now, zone)
    assert (report.today.answers, report.total.answers, report.days) == (0, 3, ())
    assert "0 answers on 0 days of the last 53 weeks" in page(course, cards, report)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(
    ("width", "scheme", "opened"),
    [
        (1200, "light", False),
        (1200, "dark", False),
        (390, "light", False),
        (390, "dark", True),
        (320, "light", True),
    ],
)
def test_everybody_can_read_the_page(
    browser: Browser, shown: tuple[str, Report], tmp_path: Path, width: int, scheme: str, opened: bool
) -> None:
    file = tmp_path / "stats.html"
    file.write_text(shown[0].replace("<details>", "<details open>" if opened else "<details>"))
    dark: bool = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    tab = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(file.as_uri())
    assert (asked, said) == ([file.as_uri()], [])
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) < 200) == dark
    report = Axe().run(tab)
    assert report.violations_count == 0, report.generate_report()
    context.close()


CAPTION = Caption("name", "Title", "What it shows.")
chances = st.floats(0, 1)


@given(st.lists(st.floats(0, 1e6), max_size=60))
def test_bars_are_as_high_as_their_values_and_stay_within_the_plot(values: list[float]) -> None:
    svg = plots.bars(CAPTION, [Bar(f"{value}", value, "tip") for value in values])
    bars = re.findall(
        r'<rect class="bar" x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%" height="([\d.]+)"', svg
    )
    assert len(bars) == len(values)
    feet = {round(float(y) + float(height)) for _, y, _, height in bars}
    assert len(feet) <= 1
    assert all(float(x) + float(width) <= 100 for x, _, width, _ in bars)
    heights = [float(height) for *_, height in bars]
    order = sorted(range(len(values)), key=lambda place: values[place])
    assert [heights[place] for place in order] == sorted(heights)


@given(st.lists(st.tuples(chances, chances, chances, chances), max_size=25))
def test_shares_stay_within_the_plot(found: list[tuple[float, float, float, float]]) -> None:
    shares = [Share("label", *sorted_share(*one), "tip") for one in found]
    floor = plots.floor_of(shares)
    assert all(floor <= min(one.low, one.predicted) or floor == 0.9 for one in shares)
    for svg in (plots.shares(CAPTION, shares, floor), plots.calibration(CAPTION, shares, floor)):
        places = [float(y) for y in re.findall(r'(?:cy|y1|y2)="(-?[\d.]+)"', svg.replace('class="grid"', ""))]
        high = int(re.findall(r'height="(\d+)"', svg)[0])
        assert all(0 <= y <= high for y in places)
        across = [float(x) for x in re.findall(r'(?:cx|x1|x2)="(-?[\d.]+)%"', svg)]
        assert all(0 <= x <= 100 for x in across)


def sorted_share(a: float, b: float, c: float, predicted: float) -> tuple[float, float, float, float]:
    low, share, high = sorted((a, b, c))
    return share, low, high, predicted


@pytest.mark.parametrize("today", [date(2026, 11, 16), date(2026, 11, 22), date(2028, 2, 29)])
def test_a_calendar_has_a_cell_for_each_day_until_today(today: date) -> None:
    begin = today - timedelta(days=today.weekday(), weeks=52)
    svg = plots.calendar(CAPTION, {today: 7, begin: 1}, begin, today, (1, 1, 7, 7))
    cells = re.findall(r'<rect class="(s\d)"[^>]*><title>([^<]*)</title>', svg)
    assert len(cells) == (today - begin).days + 1
    assert cells[0] == ("s1", f"{begin.day} {begin:%B %Y}: 1 answer")
    assert [name for name, _ in cells if name != "s0"] == ["s1", "s3"]


def test_the_command_writes_the_page_and_says_where(
    runner: CliRunner, write_course: WriteCourse, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "stats.html"
    words = ["stats", str(write_course()), "--db", str(tmp_path / "none.db"), "--html", str(file)]
    result = runner.invoke(cli, words)
    assert (result.exit_code, result.output) == (0, f"{file}: 0 answers on 0 days\n")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(runner.invoke(cli, [*words, "--json"]).output)["streak"] == 0
