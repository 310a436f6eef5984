// The ways to ask a card: turn it over, type the answer, choose it. Each fills the place of the answer.
const AnswerForm = (() => {
  "use strict";

  const { el, button, fill } = Dom;
  const KEYS = 9; // options that have a key of their own

  /** Chooses the way for a card: the learner's wish, else what the author asked for. */
  function way(card, wish, options) {
    if (options) return "choice";
    if (wish === "type") return card.grading.typable ? "type" : "flip";
    return wish === "auto" && card.typed ? "type" : "flip";
  }

  /** Turns the card over; a list may be shown item by item. */
  function flip(card, sitting) {
    const many = card.listed && card.answer.length > 1;
    const items = el("div", { class: "so-far", role: "status" });
    let shown = 0;
    const all = () => sitting.show("flip");
    const item = () => {
      shown += 1;
      if (shown >= card.answer.length) all();
      else fill(items, CardSides.answer(card, shown));
    };
    const type = () => sitting.ask("type");
    const keys = { " ": all, enter: all };
    const actions = [button("Show answer", all, { class: "main", key: " " })];
    if (many) {
      actions.push(button("Next item", item, { key: "n" }));
      keys.n = item;
    }
    if (card.grading.typable && !sitting.cram) {
      actions.push(button("Type it", type, { key: "t" }));
      keys.t = type;
    }
    return { body: many ? items : null, actions, keys };
  }

  /** Takes a typed answer: one line, or for a list all its items. */
  function type(card, sitting) {
    const several = sitting.marker.answers(card.grading);
    const input = el("input", {
      id: "typed", type: "text", autocomplete: "off", autocapitalize: "none", autocorrect: "off",
      spellcheck: "false", enterkeyhint: "done",
    });
    const hand = () => sitting.show("type", input.value, sitting.marker.typed(card.grading, input.value));
    const submit = (event) => {
      event.preventDefault();
      hand();
    };
    const label = Phrases.typingTask(several, card.need || several);
    const body = el("form", { class: "typing", on: { submit } }, el("label", { for: "typed" }, label), input);
    const actions = [
      button("Check", hand, { class: "main", key: "enter" }),
      button("Show answer", () => sitting.ask("flip")),
    ];
    return { body, actions, keys: {}, focus: input };
  }

  /** Lets the learner choose; where several are right, all of them. */
  function choice(card, sitting, options) {
    const several = sitting.marker.answers(card.grading), isOne = several === 1;
    const picked = new Set();
    const hand = () => {
      const chosen = options.filter((option) => picked.has(option));
      if (!chosen.length) return;
      const grade = sitting.marker.chosen(card.grading, chosen);
      sitting.show("choice", chosen.map(plain).join("; "), grade, chosen);
    };
    const pick = (option, row) => {
      if (!picked.delete(option)) picked.add(option);
      if (isOne) return hand();
      row.setAttribute("aria-pressed", String(picked.has(option)));
      main.disabled = !picked.size;
      return undefined;
    };
    const rows = options.map((option, place) => row(option, place, isOne, (made) => pick(option, made)));
    const main = isOne ? null : button("Check", hand, { class: "main", key: "enter", disabled: true });
    const keys = rows.slice(0, KEYS).map((one, place) => [String(place + 1), () => one.click()]);
    const task = isOne ? "Choose one" : `Choose ${several}`;
    const body = el("div", { class: "options", role: "group", "aria-label": task },
      el("p", { class: "task" }, task), el("ul", {}, rows.map((one) => el("li", {}, one))));
    return { body, actions: main ? [main] : [], keys: { ...Object.fromEntries(keys), enter: hand } };
  }

  function row(option, place, isOne, act) {
    const made = el("button", {
      type: "button", class: "option", "aria-pressed": isOne ? null : "false",
      "aria-keyshortcuts": place < KEYS ? String(place + 1) : null, on: { click: () => act(made) },
    },
    el("span", { class: "letter", "aria-hidden": "true" }, String(place + 1)), el("span", Course.own, shown(option)));
    return made;
  }

  // An option may be any word, "constructor" too, which every object knows.
  const styled = (option) => (Object.hasOwn(Course.styled, option) ? Course.styled[option] : option);
  const shown = (option) => Dom.text(styled(option));
  const plain = (option) => Dom.plain(styled(option));

  /** Shows the options again, each marked as right or wrong, and as chosen or not. */
  function marked(options, picked, right) {
    const rows = options.map((option) => {
      const isRight = right.includes(plain(option)), isPicked = picked.includes(option);
      const mark = isRight ? `✓ right${isPicked ? ", your choice" : right.length > 1 ? ", missed" : ""}`
        : isPicked ? "✗ wrong, your choice" : "";
      return el("li", { class: `option${isRight ? " right" : ""}${isPicked ? " picked" : ""}` },
        el("span", Course.own, shown(option)), mark ? el("span", { class: "mark" }, mark) : null);
    });
    return el("ul", { class: "options marked", "aria-label": "The options" }, rows);
  }

  return { way, flip, type, choice, marked };
})();
