// Numbers, times and spans in a few plain words, as the terminal says them.
const Phrases = (() => {
  "use strict";

  const { message } = Messages;
  const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  // Where a learner must not take a card for settled, in the words of the Anki deck.
  const CAUTION = {
    asserted: "said without a hedge",
    qualified: "holds often, mainly or in part",
    hedged: message("quiz.hedged"),
    investigational: message("quiz.investigational"),
  };
  const RATINGS = { 1: "Again", 2: "Hard", 3: "Good", 4: "Easy" };
  const VERDICTS = { right: "Right", close: "Close", wrong: "Wrong" };

  function count(number, one, many) {
    return `${number.toLocaleString("en")} ${number === 1 ? one : many || `${one}s`}`;
  }

  /** Returns how long a card is put off, as short as it can be said. */
  function span(wait) {
    if (wait < HOUR) return `${Math.max(1, Math.round(wait / MINUTE))} min`;
    const days = wait / DAY;
    if (days < 1) return `${Math.round(wait / HOUR)} h`;
    if (days < 31) return `${Math.round(days)} d`;
    const [units, name] = days < 365 ? [days / 30.44, "mo"] : [days / 365.25, "y"];
    return `${units.toFixed(1).replace(".0", "")} ${name}`;
  }

  function formatted(at, zone, options) {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(at);
  }

  /** Returns when something falls due: at a time today, tomorrow, on a day, on a date. */
  function moment(at, now, zone) {
    const days = Days.dayOf(at, zone) - Days.dayOf(now, zone);
    const local = (options) => formatted(at, zone, options);
    if (days <= 0) return at > now ? `at ${local({ hour: "2-digit", minute: "2-digit" })}` : "now";
    if (days === 1) return "tomorrow";
    return `on ${local(days < 7 ? { weekday: "long" } : { day: "numeric", month: "long", year: "numeric" })}`;
  }

  function date(at, zone) {
    return formatted(at, zone, { day: "numeric", month: "short", year: "numeric" });
  }

  /** Returns the date as ISO 8601 has it, such as 2026-11-23. */
  function isoDate(at, zone) {
    const part = {};
    const fields = /** @type {const} */ ({ calendar: "gregory", year: "numeric", month: "2-digit", day: "2-digit" });
    const format = new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: zone });
    for (const { type, value } of format.formatToParts(at)) part[type] = value;
    return `${part.year}-${part.month}-${part.day}`;
  }

  /** Returns a share as a whole percentage; only all is 100 %. */
  function percent(share) {
    return `${Math.min(Math.round(100 * share), share >= 1 ? 100 : 99)} %`;
  }

  /** Returns what to type: an answer, or `need` items of a list of `all`. */
  function typingTask(all, need) {
    if (all === 1) return message("quiz.type_the_answer");
    const task = need < all ? message("quiz.type_some", { need, all }) : message("quiz.type_all", { all });
    return message("quiz.with_commas", { task });
  }

  /** Returns a time in minutes, from an hour on in hours. */
  function minutes(spent) {
    const whole = Math.round(spent / MINUTE);
    if (whole < 60) return whole || !spent ? `${whole} min` : message("quiz.under_a_minute");
    return `${Math.floor(whole / 60)} h ${whole % 60} min`;
  }

  return { CAUTION, RATINGS, VERDICTS, count, span, moment, date, isoDate, percent, minutes, typingTask };
})();
