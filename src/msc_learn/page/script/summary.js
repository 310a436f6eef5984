// The end of a sitting: what it amounts to, what to look at again, what waits, and the file to save.
const Summary = (() => {
  "use strict";

  const { el, fill, button } = Dom;
  const AGAIN = 5, GROUPS = 3;

  function show(main) {
    const sum = Sitting.summary();
    if (!sum) {
      home();
      return;
    }
    const isOver = !Sitting.isOpen(), on = isOver ? home : () => App.go("sitting");
    const head = el("h1", {}, isOver ? "Done" : "To be continued");
    fill(main, el("div", { class: "narrow" }, head,
      sum.answers ? numbers(sum) : el("p", { class: "lead" }, "Nothing was answered."),
      sum.again.length ? again(sum.again) : null,
      el("p", {}, waiting()), Keeping.hint(sum.answers),
      el("div", { class: "actions inline" },
        isOver ? null : button("Go on", on, { class: "main", key: "enter" }),
        button("Home", home, isOver ? { class: "main", key: "enter" } : { key: "escape" }),
        isOver && sum.answers ? button("Undo the last answer", Sitting.undo, { key: "u" }) : null)));
    Keys.bind({ enter: on, escape: home, u: () => isOver && sum.answers && Sitting.undo() });
    Dom.focus(head);
  }

  function home() {
    Sitting.end();
    App.go("home");
  }

  function numbers(sum) {
    const fresh = sum.fresh ? ` (${sum.fresh} new)` : "", share = Words.percent(sum.recalled / sum.answers);
    const cards = `${Words.count(sum.cards, "card")}${fresh} in ${Words.minutes(sum.elapsed)}`;
    const answers = `${Words.count(sum.answers, "answer")}, ${sum.recalled} recalled (${share})`;
    const foretold = `${sum.kept} recalled, ${oneDigit(sum.foretold)} foretold`;
    const learned = `Of ${Words.count(sum.learned, "learned card")} ${foretold}.`;
    const counts = Object.entries(Words.RATINGS).map(([rating, name]) =>
      el("li", {}, el("strong", {}, String(sum.counts[rating])), ` ${name}`));
    return [
      el("p", { class: "lead" }, `${cards}: ${answers}.`),
      el("ul", { class: "counts" }, counts),
      sum.learned ? el("p", {}, learned) : null,
      movedOn(sum),
      sum.cram ? el("p", { class: "quiet" }, "Going through everything left your schedule as it is.") : null,
    ];
  }

  /** When the cards learned in this sitting come back, the nearest groups first. */
  function movedOn({ answered, cram }) {
    const last = new Map(answered.map(({ card, rating }) => [card.id, rating]));
    const known = [...last].filter(([, rating]) => rating !== 1).map(([id]) => App.progress.memories.get(id));
    const due = known.filter((memory) => memory && memory.state === "review").map((memory) => memory.due);
    if (cram || !due.length) return null;
    const now = Date.now(), groups = new Map();
    for (const at of due.sort((one, other) => one - other)) {
      const when = Words.moment(at, now, App.zone);
      groups.set(when, (groups.get(when) || 0) + 1);
    }
    const near = [...groups].slice(0, GROUPS), rest = [...groups].slice(GROUPS);
    const named = near.map(([when, number]) => `${number} ${when}`);
    if (rest.length) named.push(`${rest.reduce((sum, [, number]) => sum + number, 0)} later`);
    return el("p", {}, `${Words.count(due.length, "card")} moved on: ${named.join(", ")}.`);
  }

  function oneDigit(number) { return number.toFixed(1).replace(".0", ""); }

  function again(cards) {
    const rows = cards.slice(0, AGAIN).map((card) => {
      const { asked, answer } = Course.line(card), href = `#card/${encodeURIComponent(card.id)}`;
      return el("li", {}, el("a", { href, ...Course.own }, asked), el("p", { class: "quiet", ...Course.own }, answer));
    });
    return el("section", { class: "panel" }, el("h2", {}, "Look at again"), el("ul", {}, rows));
  }

  function waiting() {
    const queue = Outlook.queue({ all: true }), ready = queue.cards.length + queue.steps.length;
    return ready ? `${Words.count(ready, "card")} ready now.` : Outlook.next() || "Nothing else waits today.";
  }

  return { show };
})();
