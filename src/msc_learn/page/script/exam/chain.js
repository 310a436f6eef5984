/**
 * Whether an event may follow those of its exam: in the line of seals, in time, and worth what it says; the
 * rules of `msc_learn.exams.chain` once more. Needs `sha256`, `ExamEvents` and `Jsonl`.
 *
 * A seal is the digest of all that an event says, the seal before it among it. It tells mistakes and edits by
 * hand, not forgers.
 */
const ExamChain = (() => {
  "use strict";

  const { message } = Messages;
  const MINUTE = 60000, DAY = 24 * 60 * MINUTE;
  // The last moment from which the longest exam and validity end within a calendar.
  const { most_minutes, most_months, score_tolerance: AGREE } = SHARED.constants.exam;
  const LAST_BEGIN = Date.UTC(10000, 0) - most_minutes * MINUTE - 31 * most_months * DAY;

  /** A value as Python's `json.dumps` writes it with sorted keys and no blanks. */
  function canonical(value, name = "") {
    if (Array.isArray(value)) return `[${value.map((one) => canonical(one)).join(",")}]`;
    if (value !== null && typeof value === "object") {
      const pairs = Object.keys(value).sort().map((key) => `"${key}":${canonical(value[key], key)}`);
      return `{${pairs.join(",")}}`;
    }
    if (name === "score") return Jsonl.numeral(value);
    return JSON.stringify(typeof value === "string" ? ExamEvents.whole(value) : value);
  }

  /**
   * The digest of all that an event says but its seal.
   * @param {Happening} event @returns {string}
   */
  function sealOf(event) {
    const names = ["kind", ...ExamEvents.FIELDS.get(event.kind).filter((name) => name !== "seal")];
    return sha256(canonical(Object.fromEntries(names.map((name) => [name, event[name]]))));
  }

  /** An event with its seal, after the last one: in time too, though the clock was set back. */
  function sealed(event, last) {
    const isByClock = event.kind === "examended" && event.end === "time";
    const at = isByClock || !last ? event.at : Math.max(event.at, last.at + 1);
    const placed = { ...event, at, before: last ? last.seal : "", seal: "" };
    return { ...placed, seal: sealOf(placed) };
  }

  /** The name of the attempt that an event is part of. */
  const attemptOf = (event) => (event.kind === "exambegun" ? event.id : event.attempt);

  /** When the time allowed for an attempt is over, by its beginning. */
  const closes = (begun) => begun.at + begun.minutes * MINUTE;

  /** An attempt as far as its events go, in their order: how it began, and its last event; null for none. */
  function chainOf(events, attempt) {
    const mine = events.filter((event) => attemptOf(event) === attempt);
    return mine.length && mine[0].kind === "exambegun" ? { begun: mine[0], last: mine[mine.length - 1] } : null;
  }

  /**
   * Why an event cannot follow its attempt so far, empty where it can.
   *
   * `marks` says by which release this page marks, and how; without it no score is checked.
   * @param {Happening} event @param {{begun: Happening, last: Happening}|null} chain
   * @param {{program: string, of: (items: ExamItem[]) => {score: Function}}} [marks]
   */
  function flawOf(event, chain, marks) {
    if (event.seal !== sealOf(event)) return message("exam.bad_seal");
    if (event.kind === "exambegun") {
      return event.at < LAST_BEGIN ? "" : message("exam.too_far_ahead");
    }
    if (!chain) return message("exam.no_beginning");
    const { begun, last } = chain;
    if (last.kind === "examended") return message("exam.had_ended");
    if (event.before !== last.seal) return message("exam.other_before");
    if (event.learner !== begun.learner || event.course !== begun.course) {
      return message("exam.other_learner");
    }
    return event.kind === "examanswered" ? flawOfAnswer(event, chain, marks) : flawOfEnd(event, chain);
  }

  function flawOfAnswer(event, { begun, last }, marks) {
    const item = begun.items[event.item];
    if (!item || event.card !== item.card) return message("exam.unknown_item");
    const flaw = flawOfTime(event, { begun, last });
    if (flaw) return flaw;
    if (!event.picked.every((one) => item.options.includes(one))) return message("exam.unknown_option");
    // A typed answer is marked again only by the rules that marked it, for a release may change them.
    if (!marks || (item.mode === "type" && begun.program !== marks.program)) return "";
    const score = marks.of(begun.items).score(event.item, event.answer, event.picked);
    return Math.abs(score - event.score) > AGREE ? message("exam.wrong_score", { claimed: event.score, score }) : "";
  }

  function flawOfEnd(event, { begun, last }) {
    if (event.end === "time") return event.at === closes(begun) ? "" : message("exam.time_not_over");
    return flawOfTime(event, { begun, last });
  }

  function flawOfTime(event, { begun, last }) {
    if (event.at >= closes(begun)) return message("exam.time_was_over");
    return event.at <= last.at ? message("exam.too_early") : "";
  }

  /**
   * An event of this page's own, sealed after the last one of its exam, or why none may follow.
   * @param {Happening} event without `before` and `seal` @param {Happening[]} events of this learner's exams, in order
   * @returns {{event: Happening|null, flaw: string}}
   */
  function placed(event, events) {
    const isBegin = event.kind === "exambegun";
    const chain = isBegin ? null : chainOf(events, event.attempt);
    const { last, flaw } = isBegin ? beforeBeginning(event, events) : { last: chain?.last, flaw: "" };
    const made = sealed(event, last);
    const wrong = flaw || flawOf(made, chain);
    return { event: wrong ? null : made, flaw: wrong };
  }

  /** The event that ended the attempt before, and why no attempt may begin now. */
  function beforeBeginning(event, events) {
    const begun = events.filter((one) => one.kind === "exambegun" && one.form === event.form).map((one) => one.id);
    const ended = events.filter((one) => one.kind === "examended" && begun.includes(one.attempt));
    if (begun.some((id) => !ended.some((one) => one.attempt === id))) return { flaw: message("exam.under_way") };
    if (event.number !== begun.length + 1) return { flaw: message("exam.another_attempt") };
    return { last: ended.reduce((most, one) => (most && most.at >= one.at ? most : one), null), flaw: "" };
  }

  /**
   * What is wrong with events from elsewhere, each with its line, up to the first.
   * @param {{line: number, event: Happening}[]} fresh those that are not stored, in the order of the file
   * @param {Happening[]} stored of all exams @param {object} [marks] as `flawOf` takes it
   * @returns {{line: number, message: string}[]}
   */
  function problemsOf(fresh, stored, marks) {
    const open = new Map(), ends = new Set(stored.filter(({ kind }) => kind === "examended").map(({ seal }) => seal));
    const marked = marks && { ...marks, of: remembered(marks.of) };
    for (const { line, event } of fresh) {
      const name = attemptOf(event), chain = open.get(name) ?? chainOf(inOrder(stored), name);
      const isLost = event.kind === "exambegun" && event.before !== "" && !ends.has(event.before);
      const flaw = flawOf(event, chain, marked)
        || (isLost ? message("exam.lost_end") : "");
      if (flaw) return [{ line, message: message("exam.does_not_fit", { event: event.id, flaw }) }];
      if (event.kind === "examended") ends.add(event.seal);
      open.set(name, { begun: chain && event.kind !== "exambegun" ? chain.begun : event, last: event });
    }
    return [];
  }

  /** A function that makes what it makes of the same value once. */
  function remembered(make) {
    const made = new Map();
    return (value) => {
      if (!made.has(value)) made.set(value, make(value));
      return made.get(value);
    };
  }

  /** Events by time and name. */
  function inOrder(events) {
    return [...events].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  }

  return Object.freeze({ sealOf, sealed, flawOf, placed, problemsOf, attemptOf, closes, inOrder });
})();
