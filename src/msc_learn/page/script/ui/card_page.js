// One card by itself: both its sides, where it stands, and what may be done with it.
const CardPage = (() => {
  "use strict";

  const { el, fill, button } = Dom;
  const STATES = { learning: "learning", review: "learned", relearning: "relearning" };

  /** Says whether what a card claims is another thing now than when it was last answered. */
  function hasChanged(card) {
    const memory = App.progress.memories.get(card.id);
    return Boolean(memory && memory.version && memory.version !== card.version);
  }

  /** Returns where a card stands, in a word or two. */
  function stateOf(card) {
    const { progress } = App, memory = progress.memories.get(card.id);
    if (progress.suspended.has(card.id)) return "suspended";
    if (!memory) return "new";
    if (memory.due <= Date.now()) return "due";
    return memory.state === "review" ? "learned" : "learning";
  }

  function show(main, id) {
    const card = Course.byId.get(id);
    if (!card) {
      App.go("browse");
      return;
    }
    const [back, label] = Quiz.summary() ? ["#summary", "‹ Back to the session"] : ["#browse", "‹ All cards"];
    fill(main, el("div", { class: "narrow" },
      el("p", { class: "crumb" }, el("a", { href: back }, label)),
      el("article", { class: "card" },
        el("p", { class: "tags" },
          el("span", { class: "topic", ...Course.own }, Course.topicOf(card).title),
          el("span", { class: "tag" }, stateOf(card))),
        CardSides.question(card, { shown: true }), CardSides.masked(card, true), CardSides.answer(card), CardSides.ground(card)),
      standing(card), doing(card)));
    Keyboard.bind({ escape: () => { location.hash = back; } });
  }

  function standing(card) {
    const memory = App.progress.memories.get(card.id), flag = App.progress.flags.get(card.id);
    const rows = [
      ["State", memory ? STATES[memory.state] : "new: not asked yet"],
      ...(memory ? remembered(memory) : []),
      ...(hasChanged(card) ? [["Changed", "since you learned it"]] : []),
      ...(flag === undefined ? [] : [["Flagged", flag || "without a note"]]),
      ["Card", el("code", {}, card.id)],
    ];
    return el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  }

  function remembered(memory) {
    const now = Date.now(), last = Phrases.date(memory.last, App.zone);
    const rows = [
      ["Due", Phrases.moment(memory.due, now, App.zone)],
      ["Answered", `${Phrases.count(memory.reps, "time")}, last on ${last}`],
      ["Forgotten", Phrases.count(memory.lapses, "time")],
    ];
    if (memory.state !== "review") return rows;
    return [...rows, ["Recall now", Phrases.percent(App.recall(memory, now))]];
  }

  function doing(card) {
    const { progress } = App, place = el("div", {});
    const isSuspended = progress.suspended.has(card.id), isFlagged = progress.flags.has(card.id);
    const suspend = async () => {
      await (isSuspended ? progress.resume(card.id) : progress.suspend(card.id));
      finish(card, place, ".suspend", isSuspended ? "Resumed." : "Suspended.");
    };
    const flag = async () => {
      if (!isFlagged) {
        ask();
        return;
      }
      await progress.unflag(card.id);
      finish(card, place, ".flag", "No longer flagged.");
    };
    const ask = () => {
      const { form, input } = CardMenu.flagging(async (note) => {
        if (note !== null) await progress.flag(card.id, note);
        finish(card, place, ".flag", note === null ? "" : "Flagged.");
      });
      fill(place, form);
      input.focus();
    };
    return el("section", { "aria-label": "What to do with this card" },
      el("div", { class: "actions inline" },
        button(isSuspended ? "Resume" : "Suspend", suspend, { class: "suspend" }),
        button(isFlagged ? "Remove the flag" : "Flag", flag, { class: "flag" })),
      place);
  }

  /** Shows the card as it stands now, the focus where it was; without words nothing was stored. */
  function finish(card, place, selector, words) {
    if (words) App.changed();
    // The learner may have gone elsewhere while it was kept.
    if (!place.isConnected) return;
    const main = document.getElementById("main");
    show(main, card.id);
    main.querySelector(selector).focus();
    if (words) Dom.say(words);
  }

  return { show, stateOf, hasChanged };
})();
