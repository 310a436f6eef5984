/**
 * What the events of an exam say, field by field, and the check of each: those of `msc_learn.exams.events`.
 *
 * @typedef {{card: string, version: string, topic: string, mode: "choice"|"type", question: string, key: string[],
 *   options: string[], accept: string[], reject: [string, string][], need: number, ordered: boolean,
 *   case: boolean, others: string[], sources: [string, string][]}} ExamItem as it was frozen
 */
const ExamEvents = (() => {
  "use strict";

  const { message } = Messages;
  const COMMON = ["id", "learner", "course", "card", "at", "zone", "before", "seal"];
  // The fields of each kind, in the order in which they are written.
  const FIELDS = new Map([
    ["exambegun", [
      ...COMMON, "form", "version", "title", "number", "minutes", "pass_mark", "months", "seed", "program", "items",
    ]],
    ["examanswered", [...COMMON, "attempt", "item", "answer", "picked", "score", "elapsed"]],
    ["examended", [...COMMON, "attempt", "end"]],
  ]);
  // What an item is where its line does not say; undefined where it must.
  const ITEM = {
    card: undefined, version: undefined, topic: undefined, mode: undefined, question: undefined, key: undefined,
    options: [], accept: [], reject: [], need: 0, ordered: false, case: false, others: [], sources: [],
  };
  const { most_minutes, most_months, most: MOST } = SHARED.constants.exam;

  /** Half a character, which UTF-8 has no bytes for, as a question mark. */
  function whole(text) {
    return text.replace(/\p{Surrogate}/gu, "?");
  }

  function checked(value, isRight) {
    if (!isRight) throw new TypeError();
    return value;
  }

  const text = (value) => whole(checked(value, typeof value === "string"));
  const texts = (value) => checked(value, Array.isArray(value)).map(text);
  const flag = (value) => checked(value, typeof value === "boolean");
  const oneOf = (...known) => (value) => checked(value, known.includes(value));
  const from = (least, most = MOST) => (value) =>
    checked(value, Number.isInteger(value) && value >= least && value <= most);
  const pairs = (value) => checked(value, Array.isArray(value)).map(texts).map((pair) => checked(pair, pair.length === 2));

  const OF_ITEM = {
    card: text, version: text, topic: text, question: text, key: texts, options: texts, accept: texts,
    others: texts, ordered: flag, case: flag, reject: pairs, sources: pairs, mode: oneOf("choice", "type"),
    need: from(0),
  };

  function item(value) {
    checked(value, value !== null && typeof value === "object" && Object.keys(value).every((name) => name in OF_ITEM));
    const complete = { ...ITEM, ...value };
    const fields = Object.fromEntries(Object.keys(ITEM).map((name) => [name, OF_ITEM[name](complete[name])]));
    const isFit = fields.mode === "choice"
      ? fields.key.every((one) => fields.options.includes(one)) : !fields.options.length;
    return checked(fields, fields.key.length > 0 && isFit);
  }

  const READERS = {
    // The beginning and the end of an exam are of no one card.
    card: text,
    number: from(1),
    minutes: from(1, most_minutes),
    months: from(1, most_months),
    pass_mark: from(1, 100),
    item: from(0),
    picked: texts,
    score: (value) => checked(value, typeof value === "number" && value >= 0 && value <= 1),
    end: oneOf("submitted", "time"),
    items: (value) => checked(value, Array.isArray(value) && value.length > 0).map(item),
  };

  /** Whether a kind of event is of an exam. */
  const isOfExam = (kind) => FIELDS.has(kind);

  /**
   * The value of a field that other events have not, checked; throws an `Error` that says what is wrong.
   * @param {string} name @param {unknown} value
   */
  function read(name, value) {
    try {
      return READERS[name](value);
    } catch {
      const shown = (JSON.stringify(value) ?? "none").slice(0, 80);
      throw new Error(message("event.unknown_value", { key: name, value: shown }));
    }
  }

  return Object.freeze({ FIELDS, ITEM, isOfExam, has: (name) => name in READERS, read, whole });
})();
