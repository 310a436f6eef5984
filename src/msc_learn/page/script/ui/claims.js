// Whose the progress is that an earlier page left under another id of the course, by learner; kept in the browser.
const Claims = (() => {
  "use strict";

  const ANSWERS = ["yes", "no", "others"];
  const name = () => `msc-learn:${Course.id}:legacy`;
  const keyOf = (id, learner) => `${id} ${learner}`;
  // What the browser does not keep holds until the page closes.
  const here = new Map();

  function stored() {
    try {
      const claims = JSON.parse(localStorage.getItem(name()) || "{}");
      return new Map(Object.entries(claims).filter(([, claim]) => ANSWERS.includes(claim?.answer)));
    } catch (error) { return new Map(); }
  }

  function get(id, learner) {
    const key = keyOf(id, learner);
    return stored().get(key) ?? here.get(key) ?? { answer: "" };
  }

  function set(id, learner, claim) {
    const key = keyOf(id, learner);
    here.set(key, claim);
    const claims = Object.fromEntries(stored().set(key, claim));
    try { localStorage.setItem(name(), JSON.stringify(claims)); } catch (error) { /* it holds until the page closes */ }
    if (claim.answer === "yes") Settings.adopt(id, learner);
  }

  return { get, set };
})();
