// What the learner may say of an answer on show: rate it, pass the grader's verdict, or overrule it.
const RatingButtons = (() => {
  "use strict";

  const { el, button } = Dom;
  const AGAIN = 1, GOOD = 3, ALL = [1, 2, 3, 4];
  const SIGNS = { right: "✓", close: "≈", wrong: "✗" };

  /**
   * Returns the buttons and keys; `waits` says when each rating brings the card back, null while cramming.
   * `isFour` where all four ratings have a button; their keys rate in any case.
   */
  function offers(grade, waits, rate) {
    const verdict = grade ? grade.verdict : "";
    const pass = () => rate(GOOD), fail = () => rate(AGAIN);
    const label = (rating) => [Phrases.RATINGS[rating], ...(waits ? [Phrases.span(waits[rating])] : [])].join(" · ");
    const named = (words, act, properties, rating) => button([words, el("small", {}, label(rating))], act, properties);
    const keys = Object.fromEntries(ALL.map((rating) => [String(rating), () => rate(rating)]));
    if (verdict === "wrong") {
      const on = named("Continue", fail, { class: "main", key: "enter" }, AGAIN);
      return { actions: [on, named("I was right", pass, { key: "r" }, GOOD)], keys: { ...keys, enter: fail, r: pass } };
    }
    if (verdict === "close") {
      const right = named("It was right", pass, { class: "main", key: "r" }, GOOD);
      const wrong = named("It was wrong", fail, { class: "main", key: "w" }, AGAIN);
      return { actions: [right, wrong], keys: { ...keys, r: pass, w: fail } };
    }
    const isPassed = (rating) => verdict === "right" && rating === GOOD;
    const actions = ALL.map((rating) => {
      const [look, key] = isPassed(rating) ? ["rating main", "enter"] : ["rating", String(rating)];
      const wait = waits ? el("small", {}, Phrases.span(waits[rating])) : null;
      return button([Phrases.RATINGS[rating], wait], () => rate(rating), { class: look, key });
    });
    return { actions, keys: verdict ? { ...keys, enter: pass } : keys, isFour: true };
  }

  /** Says the verdict on a typed or chosen answer, and why. */
  function verdict(grade, answer) {
    const sign = el("span", { "aria-hidden": "true" }, `${SIGNS[grade.verdict]} `);
    const word = el("strong", {}, sign, Phrases.VERDICTS[grade.verdict]);
    return el("div", { class: `verdict ${grade.verdict}` },
      el("p", {}, word, grade.reason ? `: ${plain(grade.reason)}` : ""),
      answer ? el("p", { class: "given" }, "You answered: ", el("q", {}, answer)) : null);
  }

  function spoken(grade) {
    return `${Phrases.VERDICTS[grade.verdict]}${grade.reason ? `: ${plain(grade.reason)}` : ""}.`;
  }

  /** A reason as plain text: it may quote an option with its markup. */
  function plain(reason) { return [...App.marker.spans(reason)].map(([, value]) => value).join(""); }

  return { offers, verdict, spoken };
})();
