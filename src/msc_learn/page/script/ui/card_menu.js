// What a learner may do beside answering: take an answer back, put a card off, set it aside, flag it.
const CardMenu = (() => {
  "use strict";

  const { message } = Messages;
  const { el, button } = Dom;
  const ALL = [
    ["u", "Undo", message("quiz.take_back")],
    ["s", "Later", "ask this card later in the session"],
    ["b", "Not today", "not again before tomorrow"],
    ["x", "Suspend", "until you resume it under Cards"],
    ["f", "Flag", "mark it for a check, with a note"],
  ];

  /** The menu, and the button that opens and closes it; `act` takes the key of what was chosen. */
  function menu(act) {
    const open = (isOpen) => {
      list.hidden = !isOpen;
      opener.setAttribute("aria-expanded", String(isOpen));
    };
    const list = el("div", { id: "moves", class: "moves", hidden: true }, ALL.map(([key, name, help]) => {
      const choose = () => {
        open(false);
        act(key);
      };
      return button([el("strong", {}, name), el("small", {}, help)], choose, { key, class: "move" });
    }));
    const toggle = () => {
      open(list.hidden);
      if (!list.hidden) list.querySelector("button").focus();
    };
    const opener = el("button", {
      type: "button", class: "icon", "aria-expanded": "false", "aria-controls": "moves", on: { click: toggle },
    }, el("span", { "aria-hidden": "true" }, "⋯"), el("span", { class: "unseen" }, "More: undo, later, flag"));
    onEscape(list, () => {
      open(false);
      opener.focus();
    });
    return { opener, list };
  }

  function onEscape(node, act) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  }

  function keys(act) { return Object.fromEntries(ALL.map(([key]) => [key, () => act(key)])); }

  /** Asks what is wrong with a card; calls `done` with the note, or with null where it is left. */
  function flagging(done) {
    const input = el("input", { id: "flag-note", type: "text", autocomplete: "off", maxlength: "500" });
    const submit = (event) => {
      event.preventDefault();
      done(input.value.trim());
    };
    const leave = () => done(null);
    const form = el("form", { class: "flagging", on: { submit } },
      el("label", { for: "flag-note" }, "What is wrong with this card? (optional)"), input,
      el("div", { class: "row" }, el("button", { type: "submit", class: "main" }, "Flag"), button("Cancel", leave)));
    onEscape(form, leave);
    return { form, input };
  }

  return { menu, keys, flagging };
})();
