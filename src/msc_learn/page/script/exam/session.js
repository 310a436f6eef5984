/**
 * Exams without a screen: the attempts that events amount to, whether another may begin, the time by which one
 * goes, and how far a score can be relied on; `msc_learn.exams.attempt`, `standing` and `error_bounds` once more.
 *
 * @typedef {{begun: Happening, responses: Happening[], ended: number|null, end: "submitted"|"time"|null,
 *   last: Happening}} Attempt `ended` is when, in milliseconds; one whose time is over has ended
 */
const ExamSession = (() => {
  "use strict";

  const { DAY } = Days, { z_95: Z } = SHARED.constants.statistics;
  let draw = null;
  const marked = new Map();

  /** The attempts that events amount to, by when they began; one whose time was over by `now` has ended then. */
  function attemptsOf(events, now) {
    const byName = new Map();
    for (const event of ExamChain.inOrder(events)) {
      const name = ExamChain.attemptOf(event), attempt = byName.get(name);
      if (event.kind === "exambegun") byName.set(name, { begun: event, responses: [], ended: null, end: null, last: event });
      else if (attempt) byName.set(name, withEvent(attempt, event));
    }
    return [...byName.values()].map((attempt) => closed(attempt, now));
  }

  function withEvent(attempt, event) {
    if (event.kind === "examended") return { ...attempt, ended: event.at, end: event.end, last: event };
    return { ...attempt, responses: [...attempt.responses, event], last: event };
  }

  function closed(attempt, now) {
    const at = ExamChain.closes(attempt.begun);
    return attempt.ended !== null || now < at ? attempt : { ...attempt, ended: at, end: "time" };
  }

  /** The response that counts for each item that has one, by the item's number from 0. */
  function given({ responses }) {
    return new Map(responses.map((response) => [response.item, response]));
  }

  /** The numbers of the items that no answer was given to, from 0. */
  function openItems(attempt) {
    const answered = given(attempt);
    return attempt.begun.items.map((_, number) => number).filter((number) => !answered.has(number));
  }

  /** The sum of the scores, at most the number of items. */
  function points(attempt) {
    return [...given(attempt).values()].reduce((sum, { score }) => sum + score, 0);
  }

  /** Whether an ended attempt reached the pass mark. */
  function isPassed(attempt) {
    const { begun } = attempt;
    return attempt.ended !== null && points(attempt) * 100 >= begun.pass_mark * begun.items.length - 1e-9;
  }

  /** The last of the learner's days on which a pass is valid, as four o’clock of it in UTC; null where none was passed. */
  function validUntil(attempt) {
    if (!isPassed(attempt)) return null;
    const at = new Date(Days.startOf(Days.dayOf(attempt.ended, attempt.begun.zone), "UTC")), day = at.getUTCDate();
    at.setUTCDate(1);
    at.setUTCMonth(at.getUTCMonth() + attempt.begun.months);
    const most = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    return at.setUTCDate(Math.min(day, most));
  }

  /**
   * Where a learner stands by their attempts at a form, whatever version of it they were at.
   *
   * A pass starts the count anew; the days between attempts hold after it too.
   */
  function standing(form, attempts, now) {
    const sincePass = attempts.reduce((sum, attempt) => (isPassed(attempt) ? 0 : sum + 1), 0);
    const ends = attempts.filter(({ ended }) => ended !== null).map(({ ended }) => ended);
    const begins = ends.length ? Math.max(...ends) + form.cool_down_days * DAY : 0;
    return {
      left: Math.max(form.attempts - sincePass, 0),
      begins: begins > now ? begins : null,
      underWay: attempts.find(({ ended }) => ended === null) ?? null,
    };
  }

  /** The shares between which what is known lies, with 95 % confidence, after such a score (Wilson 1927). */
  function interval(scored, items) {
    const share = scored / items, square = Z * Z;
    const middle = (share + square / (2 * items)) / (1 + square / items);
    const spread = (Z / (1 + square / items)) * Math.sqrt((share * (1 - share)) / items + square / (4 * items * items));
    return [Math.max(0, middle - spread), Math.min(1, middle + spread)];
  }

  /**
   * The time by which an exam goes: never before what is stored, and measured anew, so that no clock turns it back.
   *
   * A device that slept has measured nothing, so a clock that is ahead of what was measured is believed.
   * @param {number} latest when the last event known was @returns {() => number}
   */
  function timer(latest, clock = Date.now, measured = () => performance.now()) {
    const start = measured(), from = Math.max(clock(), latest);
    return () => Math.max(clock(), Math.floor(from + measured() - start));
  }

  /** Marks the answers to the items of an attempt, as it was frozen. */
  function marksOf({ begun }) {
    if (!marked.has(begun.id)) marked.set(begun.id, ExamScoring.make(Course.tables, begun.items));
    return marked.get(begun.id);
  }

  /** By which release this page marks, and how. */
  function marking() {
    return { program: Course.exams ? Course.exams.program : "", of: (items) => ExamScoring.make(Course.tables, items) };
  }

  /** What begins the learner's `number`-th attempt at a form, with all frozen. */
  function beginning(form, learner, number) {
    draw ??= ExamDraw.make(Course);
    const seed = ExamDraw.seedOf(form, learner, number), { name, version, title, minutes, pass_mark, months } = form;
    return {
      kind: "exambegun", form: name, version, title, number, minutes, pass_mark, months, seed,
      program: Course.exams.program, items: draw(form, seed),
    };
  }

  /** What answers an item: as typed, or the options picked. */
  function answering(attempt, item, { answer, picked = [], elapsed }) {
    const whole = ExamEvents.whole(answer), { items, id } = attempt.begun;
    const score = marksOf(attempt).score(item, whole, picked);
    return { kind: "examanswered", card: items[item].card, attempt: id, item, answer: whole, picked, score, elapsed };
  }

  /** What ends an attempt; by the clock it ends when the time allowed is over. */
  function ending({ begun }, end, now) {
    return { kind: "examended", attempt: begun.id, end, at: end === "time" ? ExamChain.closes(begun) : now };
  }

  /** Stores that attempts were ended by the clock while nobody sat them; returns how many were. */
  async function settle(progress, now, zone) {
    const over = attemptsOf(progress.exams, now).filter(({ ended, last }) => ended !== null && last.kind !== "examended");
    for (const attempt of over) await progress.sit({ ...ending(attempt, "time", now), zone });
    return over.length;
  }

  return Object.freeze({
    attemptsOf, given, openItems, points, isPassed, validUntil, standing, interval, timer, marksOf, marking, beginning,
    answering, ending, settle,
  });
})();
