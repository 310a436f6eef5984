/**
 * Events as JSON Lines, the lines that `msc-learn progress` writes and reads; `msc_learn.history.jsonl` once more. Needs `ExamEvents`.
 *
 * An event is an object of its `kind` and the fields below, `at` being milliseconds since 1970 in UTC. What
 * `msc-learn optimize` adopted is one too, by the name of what it says.
 *
 * @typedef {{kind: string, id: string, learner: string, course: string, card: string, at: number,
 *   zone: string, [field: string]: any}} Happening
 */
const Jsonl = (() => {
  "use strict";

  const { message } = Messages;
  const { whole, isOfExam } = ExamEvents;
  const { history, fsrs } = SHARED.constants;
  const COMMON = ["id", "learner", "course", "card", "at", "zone"];
  const REVIEW = [
    "id", "learner", "course", "card", "rating", "at", "zone", "elapsed", "mode", "answer", "verdict", "purpose",
    "scheduler", "version",
  ];
  // The fields of each kind, in the order in which they are written.
  const FIELDS = new Map([
    ["review", REVIEW],
    ["undo", [...COMMON, "review"]],
    ["suspend", COMMON],
    ["resume", [...COMMON, "ends"]],
    ["bury", COMMON],
    ["flag", [...COMMON, "note"]],
    ["unflag", [...COMMON, "ends"]],
    ["renamed", [...COMMON, "former"]],
    ["adoption", ["learner", "course", "at", "weights", "retention"]],
    ...ExamEvents.FIELDS,
  ]);
  const { weights: { length: WEIGHTS }, lowest_retention: LOWEST_RETENTION, highest_retention: HIGHEST_RETENTION } = fsrs;
  const CHOICES = {
    rating: [1, 2, 3, 4],
    mode: ["flip", "type", "choice"],
    verdict: ["right", "close", "wrong", null],
    purpose: ["practice", "cram"],
  };

  /**
   * An event as one line of JSON, without a line end; equal events give equal lines.
   * @param {Happening} event @returns {string}
   */
  function lineOf(event) {
    const fields = FIELDS.get(event.kind).map((name) => [name, plain(name, event[name])]);
    const pairs = [["schema", isOfExam(event.kind) ? history.exam_schema : history.schema], ["kind", event.kind], ...fields];
    return `{${pairs.map(([name, value]) => `"${name}": ${written(value)}`).join(", ")}}`;
  }

  function plain(name, value) {
    if (name === "at") return new Date(value).toISOString();
    if (name === "weights") return value.map((number) => new Float(number));
    return name === "retention" || name === "score" ? new Float(value) : value;
  }

  /** A number that Python writes with a point though it be whole. */
  class Float {
    constructor(number) {
      this.number = number;
    }
  }

  /**
   * A number as Python writes one with a point.
   * @param {number} number @returns {string}
   */
  function numeral(number) {
    const size = Math.abs(number);
    if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
      return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
    }
    return Number.isInteger(number) ? `${number}.0` : String(number);
  }

  /** A value as Python writes it, with a blank after each comma. */
  function written(value) {
    if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
    if (value instanceof Float) return numeral(value.number);
    if (value !== null && typeof value === "object") {
      return `{${Object.entries(value).map(([name, one]) => `"${name}": ${written(one)}`).join(", ")}}`;
    }
    return JSON.stringify(typeof value === "string" ? whole(value) : value);
  }

  /**
   * The event of a line; throws an `Error` that says what is wrong with it.
   * @param {string} line @returns {Happening}
   */
  function eventOf(line) {
    const values = parsed(line);
    checkSchema(values.schema);
    const { kind } = values, fields = FIELDS.get(kind);
    if (fields === undefined) throw new Error(message("event.unknown_kind", { value: shown(kind) }));
    const missing = fields.find((name) => !(name in values));
    if (missing) throw new Error(message("event.missing_key", { key: missing }));
    const unknown = Object.keys(values).find((name) => !["schema", "kind", ...fields].includes(name));
    if (unknown !== undefined) throw new Error(message("event.unknown_key", { key: shown(unknown) }));
    const entries = fields.map((name) => [name, read(name, values[name], kind)]);
    const event = /** @type {Happening} */ ({ kind, ...Object.fromEntries(entries) });
    return kind === "adoption" ? { ...event, id: lineOf(event) } : event;
  }

  function parsed(line) {
    let values;
    try {
      values = JSON.parse(line.replace(/^\ufeff/, ""));
    } catch {
      throw new Error("is not JSON");
    }
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return values;
    throw new Error(message("event.not_an_object"));
  }

  function checkSchema(schema) {
    if (!Number.isInteger(schema) || schema < 1) {
      throw new Error(message("event.no_schema", { schema: history.schema }));
    }
    if (schema > history.exam_schema) throw new Error("was written by a newer msc-learn; build this page anew to take it");
  }

  /** The value of a key, checked. */
  function read(name, value, kind) {
    if (isOfExam(kind) && ExamEvents.has(name)) return ExamEvents.read(name, value);
    if (name === "weights") return weightsOf(value);
    if (name === "retention") return retentionOf(value);
    // What was adopted for all courses names none.
    if (name === "course" && kind === "adoption" && value === "") return value;
    if (name in CHOICES) return chosen(name, value);
    if (name === "at") return momentOf(value);
    if (name === "elapsed") return elapsedOf(value);
    if (name === "ends") return endsOf(value);
    return textOf(name, value);
  }

  function weightsOf(value) {
    if (Array.isArray(value) && value.length === WEIGHTS && value.every(Number.isFinite)) return value;
    throw new Error(`has not ${WEIGHTS} weights: ${shown(value)}`);
  }

  function retentionOf(value) {
    if (value >= LOWEST_RETENTION && value <= HIGHEST_RETENTION && Number.isFinite(value)) return value;
    throw new Error(`has no retention from ${LOWEST_RETENTION} to ${HIGHEST_RETENTION}: ${shown(value)}`);
  }

  function chosen(name, value) {
    if (CHOICES[name].includes(value)) return value;
    throw new Error(message("event.unknown_value", { key: name, value: shown(value) }));
  }

  function elapsedOf(value) {
    if (Number.isInteger(value) && value >= 0 && value < history.elapsed_limit) return value;
    throw new Error(message("event.bad_elapsed", { value: shown(value) }));
  }

  function endsOf(value) {
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.map(whole);
    throw new Error(message("event.bad_ends", { value: shown(value) }));
  }

  function textOf(name, value) {
    if (typeof value !== "string") throw new Error(message("event.not_text", { key: name, value: shown(value) }));
    if (["id", "course", "card"].includes(name) && value === "") throw new Error(message("event.empty", { key: name }));
    if (name === "learner" && !isPseudonym(value)) {
      throw new Error(message("event.bad_learner", { value: shown(value) }));
    }
    return whole(value);
  }

  /**
   * Whether a learner may go by this name: up to 40 letters from a to z, digits, - and _.
   * @param {string} name @returns {boolean}
   */
  function isPseudonym(name) {
    return /^[A-Za-z0-9_-]{1,40}$/.test(name);
  }

  const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d):?(\d\d))$/;

  function momentOf(value) {
    const ms = momentIn(TIME.exec(String(value)));
    const year = Number(String(value).slice(0, 4));
    if (Number.isFinite(ms) && year >= history.first_year && year <= history.last_year) return ms;
    throw new Error(message("event.bad_time", { value: shown(value) }));
  }

  /** The moment of a matched time; NaN where no calendar has it, such as 30 February. */
  function momentIn(match) {
    if (match === null) return NaN;
    const [, day, time, second = "00", fraction = "", sign, hours, minutes] = match;
    const clock = `${day}T${time}:${second}`;
    const ms = Date.parse(`${clock}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
    if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(clock)) return NaN;
    if (Number(hours) > 23 || Number(minutes) > 59) return NaN;
    const offset = sign ? (Number(hours) * 60 + Number(minutes)) * 60000 : 0;
    return sign === "-" ? ms + offset : ms - offset;
  }

  function shown(value) {
    const text = typeof value === "string" ? `'${value}'` : JSON.stringify(value) ?? "none";
    return text.length > 80 ? `${text.slice(0, 79)}…` : text;
  }

  /**
   * The events of a file with the numbers of their lines, and what is wrong with others, up to twenty.
   * @param {string|ArrayBuffer} file
   * @returns {{events: {line: number, event: Happening}[], problems: {line: number, message: string}[]}}
   */
  function readAll(file) {
    const events = [], problems = [];
    linesOf(file).forEach((text, index) => {
      const line = index + 1;
      try {
        if (text === null) throw new Error("is not UTF-8");
        if (text.trim() !== "") events.push({ line, event: eventOf(text) });
      } catch (error) {
        problems.push({ line, message: error.message });
      }
    });
    return { events, problems: problems.slice(0, history.problems_shown) };
  }

  /** The lines of a file; null for one that is not UTF-8. */
  function linesOf(file) {
    if (typeof file === "string") return file.split("\n");
    const bytes = new Uint8Array(file), lines = [];
    for (let start = 0, end; start <= bytes.length; start = end + 1) {
      end = bytes.indexOf(10, start);
      if (end < 0) end = bytes.length;
      lines.push(decoded(bytes.subarray(start, end)));
    }
    return lines;
  }

  function decoded(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  /**
   * A name no other event has, and that sorts by time (a UUID of version 7).
   * @param {number} at @param {Uint8Array} [entropy] ten bytes @returns {string}
   */
  function eventId(at, entropy = crypto.getRandomValues(new Uint8Array(10))) {
    const random = entropy.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    let value = (BigInt(at) << 80n) | (7n << 76n) | (((random >> 68n) & 0xfffn) << 64n);
    value |= (2n << 62n) | (random & ((1n << 62n) - 1n));
    const text = value.toString(16).padStart(32, "0");
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
  }

  return Object.freeze({ lineOf, eventOf, readAll, eventId, isPseudonym, numeral });
})();
