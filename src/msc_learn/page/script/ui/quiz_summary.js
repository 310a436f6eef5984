// The end of a session: its summary, cards to review, what is due, and the progress file.
const QuizSummary = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const { missed_shown: AGAIN } = SHARED.constants.session, GROUPS = 3;

  function show(main) {
    const sum = Quiz.summary();
    if (!sum) {
      home();
      return;
    }
    const isOver = !Quiz.isOpen(), on = isOver ? home : () => App.go("sitting");
    const head = el("h1", {}, isOver ? "Done" : "To be continued");
    fill(main, el("div", { class: "narrow" }, head,
      sum.answers ? numbers(sum) : el("p", { class: "lead" }, message("quiz.nothing_answered")),
      sum.again.length ? again(sum.again) : null,
      el("p", {}, waiting()), ProgressPage.hint(sum.answers),
      el("div", { class: "actions inline" },
        isOver ? null : button("Go on", on, { class: "main", key: "enter" }),
        button("Home", home, isOver ? { class: "main", key: "enter" } : { key: "escape" }),
        isOver && sum.answers ? button("Undo the last answer", Quiz.undo, { key: "u" }) : null)));
    Keyboard.bind({ enter: on, escape: home, u: () => isOver && sum.answers && Quiz.undo() });
    Dom.focus(head);
  }

  function home() {
    Quiz.end();
    App.go("home");
  }

  function numbers(sum) {
    const fresh = sum.fresh ? ` (${sum.fresh} new)` : "", share = Phrases.percent(sum.recalled / sum.answers);
    const cards = `${Phrases.count(sum.cards, "card")}${fresh} in ${Phrases.minutes(sum.elapsed)}`;
    const answers = `${Phrases.count(sum.answers, "answer")}, ${sum.recalled} recalled (${share})`;
    const predicted = `${sum.kept} recalled, ${oneDigit(sum.predicted)} predicted`;
    const learned = `Of ${Phrases.count(sum.learned, "learned card")}: ${predicted}.`;
    const counts = Object.entries(Phrases.RATINGS).map(([rating, name]) =>
      el("li", {}, el("strong", {}, String(sum.counts[rating])), ` ${name}`));
    return [
      el("p", { class: "lead" }, `${cards}: ${answers}.`),
      el("ul", { class: "counts" }, counts),
      sum.learned ? el("p", {}, learned) : null,
      nextReviews(sum),
      sum.cram ? el("p", { class: "quiet" }, "Reviewing everything did not change your schedule.") : null,
    ];
  }

  /** When the cards learned in this session are due next, the earliest first. */
  function nextReviews({ answered, cram }) {
    const last = new Map(answered.map(({ card, rating }) => [card.id, rating]));
    const known = [...last].filter(([, rating]) => rating !== 1).map(([id]) => App.progress.memories.get(id));
    const due = known.filter((memory) => memory && memory.state === "review").map((memory) => memory.due);
    if (cram || !due.length) return null;
    const now = Date.now(), groups = new Map();
    for (const at of due.sort((first, second) => first - second)) {
      const when = Phrases.moment(at, now, App.zone);
      groups.set(when, (groups.get(when) || 0) + 1);
    }
    const near = [...groups].slice(0, GROUPS), rest = [...groups].slice(GROUPS);
    const named = near.map(([when, number]) => `${number} ${when}`);
    if (rest.length) named.push(`${rest.reduce((sum, [, number]) => sum + number, 0)} later`);
    return el("p", {}, `${Phrases.count(due.length, "card")} learned, next review: ${named.join(", ")}.`);
  }

  function oneDigit(number) { return number.toFixed(1).replace(".0", ""); }

  function again(cards) {
    const rows = cards.slice(0, AGAIN).map((card) => {
      const { asked, answer } = Course.line(card), href = `#card/${encodeURIComponent(card.id)}`;
      return el("li", {}, el("a", { href, ...Course.own }, asked), el("p", { class: "quiet", ...Course.own }, answer));
    });
    return el("section", { class: "panel" }, el("h2", {}, "To review"), el("ul", {}, rows));
  }

  function waiting() {
    const queue = DueCounts.queue({ all: true }), ready = queue.cards.length + queue.steps.length;
    return ready ? `${Phrases.count(ready, "card")} ready now.` : DueCounts.next() || "No other cards are due today.";
  }

  return { show };
})();
