// Single keys, where the learner wants them: what each does depends on the screen.
const Keyboard = (() => {
  "use strict";

  const NAMES = { " ": "Space", escape: "Esc", enter: "Enter" };
  let bound = {};

  /** Says what keys do from now on: a letter, a digit, "enter", " " or "escape" to what happens. */
  function bind(keys) { bound = keys; }

  function name(key) { return NAMES[key] || key.toUpperCase(); }

  function isWritten(target) { return target.matches("input:not([type=checkbox]), textarea, select"); }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    // It is for the keyboard that makes one character of several keys.
    if (event.isComposing) return;
    const key = event.key.toLowerCase(), { target } = event;
    const isPress = key === "enter" || key === " ";
    if (key !== "escape" && isWritten(target)) return;
    // A button, a link or a box under the focus has its own press.
    if (isPress && target.matches("button, a, summary, input")) return;
    if (!Settings.get("keys") && !isPress && key !== "escape") return;
    if (!bound[key]) return;
    event.preventDefault();
    bound[key]();
  }

  document.addEventListener("keydown", pressed);

  return { bind, name };
})();
