// Elements made of values: no text of a card is ever read as HTML.
const Dom = (() => {
  "use strict";

  const liveRegion = () => document.getElementById("said");
  let hushed = 0;

  function put(node, name, value) {
    if (value === undefined || value === null || value === false) return;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }

  /** Makes an element; children are nodes, texts, lists of them, or nothing. */
  function el(tag, properties, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) put(node, name, value);
    node.append(...nodes(children));
    return node;
  }

  function nodes(children) {
    return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== "");
  }

  /** Puts children in the place of all that a node held. */
  function fill(node, ...children) {
    node.replaceChildren(...nodes(children));
    return node;
  }

  /** Makes a button; `key` is shown to those who have a keyboard. */
  function button(label, act, properties = {}) {
    const { key, ...rest } = properties;
    const hint = key ? el("kbd", { "aria-hidden": "true" }, Keyboard.name(key)) : null;
    const shortcut = key ? { "aria-keyshortcuts": key === "escape" ? "Escape" : Keyboard.name(key) } : {};
    return el("button", { type: "button", ...shortcut, ...rest, on: { click: act } }, el("span", {}, label), hint);
  }

  const TAGS = { strong: "strong", em: "em", sub: "sub", sup: "sup", maths: "span" };

  /** Returns the nodes of a text; what a question hides, or an answer shows of it, is marked by `hidden`. */
  function text(content, hidden = "gap") {
    if (typeof content === "string") return [content];
    return content.map((piece) => {
      if (typeof piece === "string") return piece;
      const [style, value, isHidden] = piece;
      const inner = TAGS[style] ? el(TAGS[style], { class: style }, value) : value;
      if (!isHidden) return inner;
      return hidden === "gap" ? el("span", { class: "gap" }, inner) : el("mark", { class: "found" }, inner);
    });
  }

  /** Returns a text without its markup. */
  function plain(content) {
    if (typeof content === "string") return content;
    return content.map((piece) => (typeof piece === "string" ? piece : piece[1])).join("");
  }

  /** Has a screen reader say something, once what the eye sees has changed. */
  function say(words) {
    clearTimeout(hushed);
    liveRegion().textContent = "";
    hushed = setTimeout(() => { liveRegion().textContent = words; }, 120);
  }

  /** Moves the focus to a node that need not take it by itself. */
  function focus(node) {
    if (!node) return;
    if (!node.matches("a[href], button, input, select, textarea, summary")) node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
  }

  /**
   * Draws anew what a node holds, and leaves who reads it where they are: the focus on what has the same id, or else
   * the same text, what was unfolded open, and the page where it was scrolled to.
   */
  function stay(node, redraw, held = document.activeElement) {
    const isHeld = node !== held && node.contains(held), { scrollY } = window;
    const isAlike = held.id ? (one) => one.id === held.id : (one) => one.textContent === held.textContent;
    const alike = () => [...node.querySelectorAll(held.tagName)].filter(isAlike);
    const folds = () => [...node.querySelectorAll("details")];
    const position = alike().indexOf(held), open = folds().map((one) => one.open);
    redraw();
    folds().forEach((one, number) => { one.open = Boolean(open[number]); });
    window.scrollTo(0, scrollY);
    if (isHeld) focus(alike()[position] || node.querySelector("h1"));
  }

  return { el, fill, button, text, plain, say, focus, stay };
})();
