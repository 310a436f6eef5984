// Phrases about exams: times, numbers of items, how sure a result is; in the same words as the terminal.
const ExamPhrases = (() => {
  "use strict";

  const { message } = Messages;
  const MINUTE = 60000;

  /** Returns how long an exam goes on, in whole minutes. */
  function timeLeft(closes, now) {
    const minutes = Math.ceil((closes - now) / MINUTE);
    return minutes > 1 ? message("exam.minutes_left", { minutes }) : message("exam.under_a_minute_left");
  }

  /** Returns a moment with its day, in the learner's zone. */
  function local(at, zone) {
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
    return `${dated(at, zone)} at ${time}`;
  }

  /** Returns the learner's day that a moment belongs to; an unknown zone is UTC, as in the terminal. */
  function day(at, zone) {
    return dated(Days.startOf(Days.dayOf(at, zone), "UTC"), "UTC");
  }

  function dated(at, zone) {
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: zone }).format(at);
  }

  /** Returns numbers from 0 as a learner counts, with those that follow each other as a range. */
  function numbers(found) {
    const runs = [];
    for (const number of found) {
      const last = runs[runs.length - 1];
      if (last && number === last[1] + 1) last[1] = number;
      else runs.push([number, number]);
    }
    return runs.map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`)).join(", ");
  }

  /** Returns how often people pass an exam with too few items, by what they know. */
  function warning(form) {
    const passing = form.pass_probabilities.map(([known, share]) =>
      message("exam.who_passes", { known: Phrases.percent(known), share: Phrases.percent(share) }));
    const least = SHARED.constants.exam.gate_items;
    return message("exam.too_short", { items: Phrases.count(form.items, "item"), passing: passing.join("; "), least });
  }

  /** Returns a share in per cent with up to four digits. */
  const share = (value) => `${Number((100 * value).toPrecision(4))} %`;

  const mark = (points) => `${Number(points.toPrecision(6))}`;

  /** Returns how sure the result is, as a confidence interval. */
  function margin(attempt) {
    const { items, pass_mark: mark } = attempt.begun;
    const [low, high] = ExamSession.interval(ExamSession.points(attempt), items.length);
    const isInside = low * 100 <= mark && mark <= high * 100;
    const name = isInside ? "exam.margin_crosses" : "exam.margin_clear";
    return message(name, { low: Math.round(100 * low), high: Math.round(100 * high) });
  }

  /** Returns the items that did not get their whole point, in their order. */
  function missed(attempt) {
    const given = ExamSession.given(attempt), marks = ExamSession.marksOf(attempt);
    return attempt.begun.items.map((item, number) => {
      const response = given.get(number);
      if (!response) return { number, item, response: null, score: 0, grade: null };
      const grade = response.score < 1 ? marks.grade(number, response.answer, response.picked) : null;
      return { number, item, response, score: response.score, grade };
    }).filter(({ score }) => score < 1);
  }

  /** Returns that a person should check close answers, empty if there are none. */
  function near(attempt, wrong) {
    const close = wrong.filter(({ grade }) => grade && grade.verdict === "close");
    if (!close.length) return "";
    const points = ExamSession.points(attempt), { items, pass_mark: mark } = attempt.begun;
    const most = points + close.reduce((sum, { score }) => sum + 1 - score, 0);
    const least = points - close.reduce((sum, { score }) => sum + score, 0), wanted = (mark * items.length) / 100;
    const name = least < wanted - 1e-9 && wanted <= most ? "exam.came_close_turns" : "exam.came_close";
    return message(name, { answers: Phrases.count(close.length, "answer") });
  }

  /** Returns why an answer is not right, without the option, which is shown beside it. */
  function reason(grade, given) {
    const text = plain(grade.reason), chose = message("grading.you_chose", { option: given });
    const more = (text.startsWith(chose) ? text.slice(chose.length) : text).replace(/^: /, "");
    return more && `: ${more}`;
  }

  /** Returns a text of an item with its marks read, as nodes. */
  function text(marked) {
    return Dom.text(App.marker.spans(marked).map(([style, value]) => (style === "plain" ? value : [style, value])));
  }

  /** Returns a text of an item without its marks. */
  const plain = (marked) => App.marker.spans(marked).map(([, value]) => value).join("");

  return { timeLeft, local, day, numbers, warning, share, mark, margin, missed, near, reason, text, plain };
})();
