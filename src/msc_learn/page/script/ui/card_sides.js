// What a card shows: its question, picture, answer, and the ground it stands on.
const CardSides = (() => {
  "use strict";

  const { el, text, button } = Dom;
  const { sources: SOURCES } = SHARED.constants.shown;
  const SIDES = ["left", "top", "width", "height"];

  /** The question; of a cloze the gaps are marked, and filled once the answer is shown. */
  function question(card, { shown = false } = {}) {
    const isCloze = card.kind === "cloze";
    const content = isCloze && shown ? text(card.answer[0], "found") : text(card.asked, "gap");
    return el("h1", { class: `asked${isCloze ? " sentence" : ""}`, ...Course.own }, content);
  }

  /** The answer, or of a list the first items; nothing for a cloze, whose sentence holds it. */
  function answer(card, items = card.answer.length) {
    if (card.kind === "cloze") return null;
    if (!card.listed) return el("p", { class: "answer", ...Course.own }, text(card.answer[0]));
    const lines = card.answer.slice(0, items).map((line) => el("li", {}, text(line)));
    return el(card.ordered ? "ol" : "ul", { class: "answer items", ...Course.own }, lines);
  }

  /** The picture of a card, its labels hidden; the one asked for is shown with the answer. */
  function picture(card, shown) {
    const { name, alt, masks = [], asked } = card.picture;
    const covers = masks.map((at, place) => mask(at, place !== asked ? "" : shown ? "open" : "wanted"));
    const described = masks.length ? `${alt} Labels are hidden.` : alt;
    const image = el("img", { src: Course.pictures[name], alt: described, ...Course.own });
    const frame = el("div", { class: "frame" }, image, el("div", { "aria-hidden": "true" }, covers));
    return el("figure", { class: "picture" }, frame, masks.length > 1 && shown ? unmasking(frame) : null);
  }

  function mask(at, state) {
    const cover = el("span", { class: `mask ${state}` }, state === "wanted" ? "?" : null);
    SIDES.forEach((side, place) => { cover.style[side] = `${at[place]}%`; });
    return cover;
  }

  /** The picture of a question: one whose labels are hidden, for any other would tell the answer. */
  function masked(card, shown = false) {
    return card.picture && card.picture.masks ? picture(card, shown) : null;
  }

  function unmasking(frame) {
    const toggle = () => made.setAttribute("aria-pressed", String(frame.classList.toggle("bare")));
    const made = button("Show all labels", toggle, { class: "quiet small", "aria-pressed": "false" });
    return el("div", { class: "beside" }, made);
  }

  function hint(card) {
    return el("p", { class: "hint" }, el("strong", {}, "Hint: "), el("span", Course.own, text(card.hint)));
  }

  /** The picture, what the note adds, what it is not to be confused with, and the sentence it stands on. */
  function ground(card) {
    return [
      card.picture && !card.picture.masks ? picture(card, true) : null,
      card.extra ? el("p", { class: "extra", ...Course.own }, text(card.extra)) : null,
      card.confusable ? confusable(card) : null,
      source(card),
    ];
  }

  function confusable(card) {
    const rows = card.confusable.map(([wrong, why]) => [el("dt", {}, text(wrong)), el("dd", {}, text(why))]);
    return el("section", { class: "confusable", "aria-label": "Not to be confused" },
      el("p", {}, "Not to be confused"), el("dl", Course.own, rows));
  }

  function source(card) {
    const sources = (card.sources || []).slice(0, SOURCES), section = sources.length ? sources[0][0] : "";
    const badge = el("p", { class: `strength ${card.strength}` },
      el("strong", {}, card.strength), `: ${Phrases.CAUTION[card.strength]}`);
    return el("aside", { class: "source", "aria-label": "Where this card comes from" },
      sources.length ? el("p", { class: "where" }, el("strong", {}, "Source"), section ? ` · ${section}` : "") : null,
      sources.map(([, quote]) => el("blockquote", Course.own, `“${quote}”`)), badge);
  }

  return { question, answer, masked, hint, ground };
})();
