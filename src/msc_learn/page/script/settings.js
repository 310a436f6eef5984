// What the learner chose, kept in the browser where it lets us, else for as long as the page is open.
const Settings = (() => {
  "use strict";

  const DEFAULTS = {
    learner: "me", theme: "auto", fresh: 10, sitting: 40, mode: "auto", keys: true, without: [], told: false,
  };
  let name = "", values = { ...DEFAULTS };

  function open(course) {
    name = `msc-learn:${course}:settings`;
    try {
      const stored = JSON.parse(localStorage.getItem(name) || "{}");
      const known = Object.entries(stored).filter(([key, value]) => typeof value === typeof DEFAULTS[key]);
      values = { ...DEFAULTS, ...Object.fromEntries(known) };
      if (!Array.isArray(values.without)) values.without = [];
    } catch (error) { values = { ...DEFAULTS }; }
  }

  function get(key) { return values[key]; }

  function set(key, value) {
    values[key] = value;
    try { localStorage.setItem(name, JSON.stringify(values)); } catch (error) { /* it holds until the page closes */ }
  }

  /** Says whether a learner may go by this name, as the command line has it. */
  function isPseudonym(text) { return /^[A-Za-z0-9_-]{1,40}$/.test(text); }

  return { open, get, set, isPseudonym };
})();
