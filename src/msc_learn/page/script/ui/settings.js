// What the learner chose, kept in the browser where it lets us, else for as long as the page is open.
const Settings = (() => {
  "use strict";

  const { new_a_day, cards } = SHARED.constants.session;
  const DEFAULTS = {
    learner: "me", theme: "auto", fresh: new_a_day, sitting: cards, mode: "auto", keys: true, without: [], told: false,
  };
  let name = "", values = { ...DEFAULTS };

  function open(course) {
    name = `msc-learn:${course}:settings`;
    values = { ...DEFAULTS, ...stored() };
  }

  /** Returns what is kept: nothing where the browser denies it or where it is no settings. */
  function stored() {
    try {
      const known = Object.entries(JSON.parse(localStorage.getItem(name) || "{}")).filter(([key, value]) =>
        typeof value === typeof DEFAULTS[key] && Array.isArray(value) === Array.isArray(DEFAULTS[key]));
      return Object.fromEntries(known);
    } catch (error) { return {}; }
  }

  function get(key) { return values[key]; }

  /** Keeps a choice, beside those another window has kept since: what was not chosen here is not written. */
  function set(key, value) {
    if (values[key] === value) return;
    values[key] = value;
    const choices = { ...stored(), [key]: value };
    try { localStorage.setItem(name, JSON.stringify(choices)); } catch (error) { /* it holds until the page closes */ }
  }

  /** Says whether a learner may go by this name, as the command line has it. */
  function isPseudonym(text) { return /^[A-Za-z0-9_-]{1,40}$/.test(text); }

  return { open, get, set, isPseudonym };
})();
