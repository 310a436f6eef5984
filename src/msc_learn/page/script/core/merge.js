/**
 * What is new of events that come from a file, and what is wrong with them. Needs `Jsonl`, `ExamEvents` and `ExamChain`.
 */
const Merge = (() => {
  "use strict";

  const { message } = Messages;
  /** The line of a known event with what was typed, where a terminal has blanked that since. */
  function lineBeforeBlanking(known, { answer, note }) {
    const event = Jsonl.eventOf(known);
    if (event.kind === "review" && event.answer === "") return Jsonl.lineOf({ ...event, answer });
    return event.kind === "flag" && event.note === "" ? Jsonl.lineOf({ ...event, note }) : known;
  }

  /** The events that are not stored; a problem for each whose name is that of another. */
  function unknown(events, stored, present) {
    const lines = new Map(stored.map(present).map((event) => [event.id, Jsonl.lineOf(event)]));
    const fresh = [], problems = [];
    for (const { line, event } of events) {
      const now = present(event), known = lines.get(now.id), text = Jsonl.lineOf(now);
      if (known === undefined) fresh.push(event);
      else if (known !== text && text !== lineBeforeBlanking(known, now)) {
        problems.push({ line, message: message("event.other_content", { event: event.id }) });
      }
      lines.set(now.id, known ?? text);
    }
    return { fresh, problems };
  }

  /**
   * The events that are not stored, and what is wrong with any: a name that is another's, or an event of an exam
   * that was changed, left out or moved since it was written.
   * @param {{line: number, event: Happening}[]} events @param {Happening[]} stored
   * @param {object} [marks] as `ExamChain.flawOf` takes it
   * @param {(event: Happening) => Happening} [present] an event as it is compared: one may be stored under a former id of
   *   its course
   * @returns {{fresh: Happening[], problems: {line: number, message: string}[]}}
   */
  function of(events, stored, marks, present = (event) => event) {
    const { fresh, problems } = unknown(events, stored, present);
    if (problems.length) return { fresh, problems };
    const news = new Set(fresh), isOfExam = ({ kind }) => ExamEvents.isOfExam(kind);
    const arrived = events.filter(({ event }) => isOfExam(event) && news.has(event));
    return { fresh, problems: ExamChain.problemsOf(arrived, stored.filter(isOfExam), marks) };
  }

  return Object.freeze({ of });
})();
