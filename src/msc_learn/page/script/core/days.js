/**
 * A learner's days: local days that end at four in the morning; `msc_learn.memory.days` once more.
 *
 * Times are milliseconds since 1970 in UTC. A zone is a name such as Europe/Zurich or an offset such as +05:30.
 * A day is a number, the ordinal of Python's `date.toordinal`. Needs `SHARED`.
 */
const Days = (() => {
  "use strict";

  const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const CUT_OFF = SHARED.constants.day.cut_off_hours * HOUR;
  // The ordinal of 1 January 1970, where day 1 is 1 January of the year 1.
  const EPOCH = 719163;

  const formatters = new Map();
  const offsets = new Map();

  /** The offset of a zone that is given as one, such as -08:30; NaN for a name. */
  function fixedOffset(zone) {
    const match = /^([+-])(\d+)(?::(\d*))?$/.exec(zone);
    if (!match) return NaN;
    const size = Number(match[2]) * HOUR + Number(match[3] || 0) * MINUTE;
    if (size >= DAY) return 0;
    return match[1] === "-" ? -size : size;
  }

  /** The formatter that gives the wall clock of a zone, null for UTC; cached, for it takes a millisecond to make. */
  function formatterOf(zone) {
    if (!formatters.has(zone)) formatters.set(zone, madeFormatter(zone));
    return formatters.get(zone);
  }

  function madeFormatter(timeZone) {
    const two = /** @type {const} */ ("2-digit");
    const fields = /** @type {const} */ ({ year: "numeric", month: two, day: two, hour: two, minute: two, second: two });
    try {
      return new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", hourCycle: "h23", ...fields });
    } catch {
      return null; // an unknown zone is UTC, as in the terminal
    }
  }

  /** How far the wall clock of a zone is ahead of UTC at a moment, in milliseconds. */
  function offsetAt(ms, zone) {
    const fixed = fixedOffset(zone);
    if (!Number.isNaN(fixed)) return fixed;
    if (zone === "UTC") return 0;
    // Since 1972 clocks change only on a quarter of an hour of UTC, and asking Intl is slow.
    const quarter = Math.floor(ms / (15 * MINUTE));
    const key = `${quarter} ${zone}`;
    if (!offsets.has(key)) offsets.set(key, measuredOffset(quarter * 15 * MINUTE, zone));
    return offsets.get(key);
  }

  function measuredOffset(ms, zone) {
    const formatter = formatterOf(zone);
    if (formatter === null) return 0;
    const part = {};
    for (const { type, value } of formatter.formatToParts(ms)) part[type] = Number(value);
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - ms;
  }

  /**
   * The day a moment belongs to: half past three at night belongs to the day before.
   * @param {number} ms @param {string} zone @returns {number}
   */
  function dayOf(ms, zone) {
    return EPOCH + Math.floor((ms + offsetAt(ms, zone) - CUT_OFF) / DAY);
  }

  /**
   * The moment a day begins: four in the morning on the learner's clock.
   *
   * If the clock shows four twice, it is the first time. If it never does, it is the moment it would have been
   * before the change: as Python's zoneinfo does it.
   * @param {number} day @param {string} zone @returns {number}
   */
  function startOf(day, zone) {
    const wall = (day - EPOCH) * DAY + CUT_OFF;
    // No zone is a whole day away from UTC, so these lie on either side of the moment.
    const before = offsetAt(wall - DAY, zone), after = offsetAt(wall + DAY, zone);
    const shown = [before, after].find((offset) => offsetAt(wall - offset, zone) === offset);
    return wall - (shown ?? before);
  }

  return Object.freeze({ DAY, dayOf, startOf });
})();
