"""How the learning goes as one page of HTML with plots, which needs no network and no script."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.reports import plots
from msc_learn.reports.html import webpage
from msc_learn.reports.phrases import count, minutes, percent
from msc_learn.reports.plots import Bar, Caption, Share
from msc_learn.reports.stats_css import STYLE
from msc_learn.reports.stats_text import fit_of, interval, recall_of
from msc_learn.study.calibration import Bin
from msc_learn.study.card_sides import face_of
from msc_learn.study.leeches import LAPSES
from msc_learn.study.report import Report
from msc_learn.study.retention import ENOUGH, Retention
from msc_learn.study.statistics import WEEKS, Stability, cuts, first_day, shade
from msc_learn.text.markup import to_html

Row = tuple[str, ...]
"""The cells of a row of a table, as HTML; the first is its head."""


def page(course: Course, cards: Sequence[Card], report: Report) -> str:
    """Return the page; every plot is followed by a table of its figures."""
    title = f"How the learning goes: {course.title}"
    body = [f"<header><h1>{escape(title)}</h1>\n{_facts(report)}</header>", "<main>"]
    if not report.total.answers:
        body += ["<p>No answers yet.</p>"]
    else:
        names = {card.id: to_html(face_of(card).question) for card in cards}
        names |= {topic.id: to_html(topic.title) for topic in course.topics}
        named = {one: f'<span lang="{escape(course.language)}">{said}</span>' for one, said in names.items()}
        body += [_days(report), _time(report), _recall(report), _model(report), _forecast(report)]
        body += [_stabilities(report.stabilities), _weak_topics(report, named), _weak_cards(report, named)]
        body += [_slow_cards(report, named)]
    return webpage(title, "en", STYLE, [*body, "</main>", f"<footer>{_note(report)}</footer>"])


def _note(report: Report) -> str:
    return (
        f"Drawn on {_long(report.day)}. A day ends at four in the morning. A range in brackets is where the "
        "true share lies with 95 % confidence (Wilson’s interval)."
    )


def _facts(report: Report) -> str:
    today, total, recent = report.today, report.total, report.retention_30_days
    known = percent(recent.recalled) if recent.recalled is not None else "–"
    facts = [
        ("Today", count(today.answers, "answer"), minutes(today.minutes)),
        ("In all", count(total.answers, "answer"), f"{count(total.days, 'day')}, {minutes(total.minutes)}"),
        ("Streak", count(report.streak, "day"), f"the longest {count(report.longest_streak, 'day')}"),
        ("Recall in 30 days", known, count(recent.reviews, "review")),
        ("Due today", count(report.forecast.coming[0], "card"), f"{report.forecast.overdue:,} overdue"),
        (
            "Cards",
            f"{sum(report.cards.values()):,}",
            ", ".join(f"{n:,} {name}" for name, n in report.cards.items()),
        ),
    ]
    return (
        '<dl class="facts">'
        + "".join(f"<div><dt>{a}</dt><dd>{b}<span>{c}</span></dd></div>" for a, b, c in facts)
        + "</dl>"
    )


def _days(report: Report) -> str:
    answers = {day.day: day.answers for day in report.days}
    limits = cuts(report.days)
    said = (
        f"{count(sum(answers.values()), 'answer')} on {count(len(answers), 'day')} of the last {WEEKS} weeks."
    )
    caption = Caption("days", "Answers on each day", said)
    steps = {0: "none", **{shade(limit, limits): f"to {limit}" for limit in limits}}
    legend = "".join(f"<li>{_key('rect', f's{step}')}{end}</li>" for step, end in steps.items())
    rows = [(_long(day.day), f"{day.answers:,}", minutes(day.minutes)) for day in reversed(report.days)]
    return _section(
        caption,
        plots.calendar(caption, answers, first_day(report.day), report.day, limits)
        + f'<ul class="legend"><li>Answers a day:</li>{legend}</ul>',
        _table(caption, ("Day", "Answers", "Time"), rows),
    )


def _time(report: Report) -> str:
    begin = first_day(report.day)
    spent = [0.0] * WEEKS
    for day in report.days:
        spent[(day.day - begin).days // 7] += day.minutes
    weeks = [(begin + timedelta(weeks=place), time) for place, time in enumerate(spent)]
    pace = report.pace
    answer = (
        f"An answer takes {pace.seconds_an_answer:.0f} seconds, "
        if pace.seconds_an_answer is not None
        else ""
    )
    said = f"{answer or 'In all, '}a day with answers {minutes(pace.minutes_a_day or 0)}."
    caption = Caption("time", "Minutes a week", said)
    drawn = plots.bars(
        caption, [Bar(_short(day), time, f"Week from {_long(day)}: {minutes(time)}") for day, time in weeks]
    )
    rows = [(_long(day), minutes(time)) for day, time in reversed(weeks) if time]
    return _section(caption, drawn, _table(caption, ("Week from", "Time"), rows))


def _recall(report: Report) -> str:
    months = [(month.month, month.retention) for month in report.retention_by_month]
    said = f"{_sentence(recall_of(report.retention))}, in all."
    caption = Caption("recall", "Recall by month", said)
    if not months:
        return _section(caption)
    found = [
        _share(kept, f"{date.fromisoformat(month + '-01'):%b %y}") for month, kept in months if kept.enough
    ]
    drawn = (
        plots.shares(caption, found, plots.floor_of(found)) + _keys("foretold", "a dash: foretold")
        if found
        else ""
    )
    few = f'<p class="quiet">A month with fewer than {ENOUGH} reviews is not drawn.</p>'
    rows = [
        (month if kept.enough else f"{month} (too few)", f"{kept.reviews:,}", *_three(kept))
        for month, kept in reversed(months)
    ]
    heads = ("Month", "Reviews", "Recalled", "Range", "Foretold")
    return _section(caption, drawn + few, _table(caption, heads, rows))


def _model(report: Report) -> str:
    found = report.calibration
    if not found.bins:
        return _section(Caption("model", "Prediction against fact", "No reviews of learned cards yet."))
    few = "" if report.retention.enough else "; too few reviews to say much"
    caption = Caption("model", "Prediction against fact", f"{_sentence(fit_of(found))}{few}.")
    error = (
        '<p class="quiet">RMSE(bins) is the error by which the FSRS benchmark ranks models; 0 is none.</p>'
    )
    rows = [
        (
            f"{round(100 * one.begin)}–{round(100 * one.end)}\u00a0%",
            f"{one.reviews:,}",
            percent(one.foretold),
            percent(one.recalled),
            interval(one.low, one.high),
        )
        for one in found.bins
    ]
    heads = ("Chance", "Reviews", "Foretold", "Recalled", "Range")
    return _section(caption, _against(caption, found.bins) + error, _table(caption, heads, rows))


def _against(caption: Caption, bins: Iterable[Bin]) -> str:
    """Draw the bins with enough reviews, where there are any, and say how to read them."""
    shares = [
        Share(
            "", one.recalled, one.low, one.high, one.foretold, _tip(one.recalled, one.foretold, one.reviews)
        )
        for one in bins
        if one.reviews >= ENOUGH
    ]
    few = f"Groups of fewer than {ENOUGH} reviews are not drawn."
    if not shares:
        return f'<p class="quiet">{few}</p>'
    drawn = plots.against(caption, shares, plots.floor_of(shares))
    return (
        f"{drawn}{_keys('diagonal', 'the dashed line: as foretold')}"
        '<p class="quiet">Across: the chance foretold; up: the share recalled. On the dashed line the model '
        f"is right, below it you forget more than it thinks. {few}</p>"
    )


def _forecast(report: Report) -> str:
    due = report.forecast.coming
    late = f" {report.forecast.overdue:,} of today’s are overdue." if report.forecast.overdue else ""
    said = f"{count(sum(due), 'card')} within {len(due)} days, by what you have learned so far.{late}"
    caption = Caption("forecast", "Cards due on each day", said)
    days = [(report.day + timedelta(days=ahead), cards) for ahead, cards in enumerate(due)]
    found = [Bar(_short(day), cards, f"{_long(day)}: {count(cards, 'card')}") for day, cards in days]
    rows = [(_long(day), f"{cards:,}") for day, cards in days]
    return _section(caption, plots.bars(caption, found), _table(caption, ("Day", "Cards"), rows))


def _stabilities(classes: Sequence[Stability]) -> str:
    said = "How many days pass until the chance to recall a card falls to 90 %, as the model sees it."
    caption = Caption("stability", "Cards by stability", said)
    found = [(f"{one.low}–{one.high}" if one.high else f"{one.low}+", one.cards) for one in classes]
    drawn = plots.bars(
        caption, [Bar(days, cards, f"{days} days: {count(cards, 'card')}") for days, cards in found]
    )
    return _section(
        caption, drawn, _table(caption, ("Days", "Cards"), [(days, f"{cards:,}") for days, cards in found])
    )


def _weak_topics(report: Report, names: Mapping[str, str]) -> str:
    rows = [
        (names[one.id], f"{one.retention.reviews:,}", *_three(one.retention)) for one in report.weakest_topics
    ]
    said = f"Those of which you recalled least, of the topics with {ENOUGH} reviews or more."
    heads = ("Topic", "Reviews", "Recalled", "Range", "Foretold")
    return _listed("Weakest topics", said, heads, rows)


def _weak_cards(report: Report, names: Mapping[str, str]) -> str:
    rows = [
        (
            names[one.id] + (' <span class="leech">leech</span>' if one.leech else ""),
            str(one.lapses),
            percent(one.recall).replace(" ", "\u00a0"),
        )
        for one in report.weakest_cards
    ]
    said = (
        "Those you forgot most often after learning them. "
        f"From {LAPSES} times on, Anki calls a card a leech: reword it."
    )
    return _listed("Weakest cards", said, ("Card", "Forgotten", "Chance today"), rows)


def _slow_cards(report: Report, names: Mapping[str, str]) -> str:
    rows = [
        (names[one.id], f"{one.answers:,}", f"{one.seconds:.0f}\u00a0s") for one in report.pace.slowest_cards
    ]
    return _listed("Slowest cards", "Those that took you longest.", ("Card", "Answers", "Each"), rows)


def _listed(title: str, said: str, heads: Sequence[str], rows: Sequence[Row]) -> str:
    return f"<section><h2>{title}</h2><p>{said}</p>{_rows(heads, rows)}</section>" if rows else ""


def _section(caption: Caption, drawn: str = "", table: str = "") -> str:
    return f"<section><h2>{caption.title}</h2><p>{escape(caption.says)}</p>{drawn}{table}</section>"


def _table(caption: Caption, heads: Sequence[str], rows: Sequence[Row]) -> str:
    return f"<details><summary>{caption.title} in figures</summary>{_rows(heads, rows)}</details>"


def _rows(heads: Sequence[str], rows: Iterable[Row]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _share(kept: Retention, label: str) -> Share:
    recalled, foretold = kept.recalled or 0, kept.foretold or 0
    tip = f"{label}: {_tip(recalled, foretold, kept.reviews)}"
    return Share(label, recalled, kept.low or 0, kept.high or 0, foretold, tip)


def _tip(recalled: float, foretold: float, reviews: int) -> str:
    return f"{percent(recalled)} recalled, {percent(foretold)} foretold, {count(reviews, 'review')}"


def _three(kept: Retention) -> tuple[str, str, str]:
    known, foretold = percent(kept.recalled or 0), percent(kept.foretold or 0)
    return known, interval(kept.low or 0, kept.high or 0), foretold


def _keys(name: str, means: str) -> str:
    return (
        f'<ul class="legend"><li>{_key("circle", "dot")}a dot: recalled, with its range</li>'
        f"<li>{_key('line', name)}{means}</li></ul>"
    )


def _key(shape: str, name: str) -> str:
    places = {
        "rect": 'x="1" y="1" width="14" height="14"',
        "circle": 'cx="8" cy="8" r="5"',
        "line": 'x1="0" x2="16" y1="8" y2="8"',
    }
    return f'<svg viewBox="0 0 16 16" aria-hidden="true"><{shape} class="{name}" {places[shape]}/></svg>'


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
