// Where an item of an exam is answered: by typing, or by options; each tells what is new of it, and nothing else.
const ExamForm = (() => {
  "use strict";

  const { el } = Dom;
  const KEYS = 9; // options that have a key of their own

  /** Takes a typed answer: one line, or for a list all its items. */
  function typed(item, response, done) {
    const several = item.key.length, need = ExamScoring.needed(item), before = response ? response.answer : "";
    const input = el("input", {
      id: "typed", type: "text", autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false",
      enterkeyhint: "next", "aria-describedby": "place asked", value: before,
    });
    const submit = (event) => {
      event.preventDefault();
      done();
    };
    const label = Phrases.typingTask(several, need);
    const body = el("form", { class: "typing", on: { submit } }, el("label", { for: "typed" }, label), input);
    const value = () => (input.value.trim() && input.value !== before ? { answer: input.value } : null);
    return { body, value, keys: {}, focus: input };
  }

  /** Lets the learner choose one option, or where several are right, some. */
  function choice(item, response) {
    const isOne = item.key.length === 1, before = response ? response.picked : [], picked = new Set(before);
    const rows = item.options.map((option, place) => row(option, place, () => pick(option)));
    const show = () => rows.forEach((one, place) => one.setAttribute("aria-pressed", String(picked.has(item.options[place]))));
    const pick = (option) => {
      const had = picked.has(option);
      if (isOne) picked.clear();
      if (isOne || !had) picked.add(option);
      else picked.delete(option);
      show();
    };
    const value = () => {
      const chosen = item.options.filter((option) => picked.has(option));
      const isNew = chosen.length !== before.length || chosen.some((option) => !before.includes(option));
      return chosen.length && isNew ? { answer: chosen.map(ExamPhrases.plain).join("; "), picked: chosen } : null;
    };
    show();
    const task = isOne ? "Choose one" : `Choose ${ExamScoring.needed(item)}`;
    const body = el("div", { class: "options", role: "group", "aria-label": task },
      el("p", { class: "task" }, task), el("ul", {}, rows.map((one) => el("li", {}, one))));
    return { body, value, keys: Object.fromEntries(rows.slice(0, KEYS).map((one, place) => [String(place + 1), () => one.click()])) };
  }

  function row(option, place, click) {
    return el("button", {
      type: "button", class: "option", "aria-keyshortcuts": place < KEYS ? String(place + 1) : null, on: { click },
    },
    el("span", { class: "letter", "aria-hidden": "true" }, String(place + 1)), el("span", Course.own, ExamPhrases.text(option)));
  }

  return { typed, choice };
})();
