// What the learner chose, kept in the browser where it lets us, else for as long as the page is open.
const Settings = (() => {
  "use strict";

  const { new_a_day, cards } = SHARED.constants.session;
  const DEFAULTS = {
    learner: "me", theme: "auto", fresh: new_a_day, sitting: cards, mode: "auto", keys: true, without: [], told: false,
  };
  let name = "", values = { ...DEFAULTS };

  const nameOf = (course) => `msc-learn:${course}:settings`;

  function open(course) {
    name = nameOf(course);
    values = { ...DEFAULTS, ...stored() };
  }

  /** Takes the choices of an earlier page of the course, which has another id, where the learner made none here. */
  function adopt(id, learner) {
    const earlier = stored(nameOf(id));
    if (!Object.keys(earlier).length) return;
    const choices = { ...earlier, ...stored(), learner };
    values = { ...values, ...choices };
    write(choices);
  }

  /** Returns the learner who studied last with an earlier page, if nothing was chosen here. */
  function earlierLearner(ids) {
    const isNew = !Object.keys(stored()).length;
    return isNew ? ids.map((id) => stored(nameOf(id)).learner).find((learner) => learner && isPseudonym(learner)) : undefined;
  }

  /** Returns what is kept: nothing where the browser denies it or where it is no settings. */
  function stored(of = name) {
    try {
      const known = Object.entries(JSON.parse(localStorage.getItem(of) || "{}")).filter(([key, value]) =>
        typeof value === typeof DEFAULTS[key] && Array.isArray(value) === Array.isArray(DEFAULTS[key]));
      return Object.fromEntries(known);
    } catch (error) { return {}; }
  }

  function get(key) { return values[key]; }

  /** Keeps a choice, beside those another window has kept since: what was not chosen here is not written. */
  function set(key, value) {
    if (values[key] === value) return;
    values[key] = value;
    write({ ...stored(), [key]: value });
  }

  function write(choices) {
    try { localStorage.setItem(name, JSON.stringify(choices)); } catch (error) { /* it holds until the page closes */ }
  }

  /** Says whether a learner may go by this name, as the command line has it. */
  function isPseudonym(text) { return /^[A-Za-z0-9_-]{1,40}$/.test(text); }

  return { open, adopt, earlierLearner, get, set, isPseudonym };
})();
