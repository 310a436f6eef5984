// The first screen: what waits, one button to study, the topics, how much a sitting takes.
const Home = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const MODES = [
    ["auto", "As the author chose"], ["flip", "Turn the card over"], ["type", message("quiz.type_the_answer")],
    ["choice", "Choose the answer"],
  ];

  function show(main) {
    const rows = DueCounts.topics(), queue = DueCounts.queue();
    const ready = queue.cards.length + queue.steps.length, isFirst = !App.progress.memories.size;
    const start = () => begin(false), all = () => begin(true);
    const study = { class: "main study", key: "enter", disabled: !ready };
    const cram = button("Review everything", all, { class: "quiet", key: "c" });
    fill(main, el("div", { class: "home" },
      ProgressPage.warning(), LegacyQuestion.notice(),
      el("section", { class: "hero" },
        el("h1", Course.own, Course.title), isFirst ? disclaimer() : null, waits(queue), ready ? null : nothing(queue),
        el("div", { class: "actions inline" }, button(isFirst ? "Start" : "Study", start, study), ready ? null : cram)),
      el("div", { class: "columns" }, topics(rows), el("div", {}, learned(rows), options(ready ? cram : null)))));
    Keyboard.bind({ enter: () => ready && start(), c: all });
  }

  function begin(cram) {
    if (Quiz.begin(DueCounts.queue({ cram }), { cram })) App.go("sitting");
  }

  function disclaimer() {
    if (!Course.disclaimer) return null;
    const words = el("p", Course.own, Dom.text(Course.disclaimer));
    return el("div", { class: "disclaimer" }, el("h2", {}, "Before you begin"), words);
  }

  function waits(queue) {
    const { memories } = App.progress;
    const fresh = queue.cards.filter((card) => !memories.has(card.id)).length;
    const due = queue.cards.length - fresh + queue.steps.length;
    const number = (count, name) =>
      el("div", { class: `number ${name}` }, el("dt", {}, name), el("dd", {}, String(count)));
    return el("dl", { class: "numbers" }, number(due, "due"), number(fresh, "new"));
  }

  function nothing(queue) {
    const more = queue.moreNew ? ` ${Phrases.count(queue.moreNew, "new card")} left for later days.` : "";
    return el("p", { class: "lead" }, `Nothing is due now. ${DueCounts.next()}${more}`);
  }

  function topics(rows) {
    const without = new Set(Settings.get("without")), isAll = !without.size;
    const all = button(isAll ? "Choose none" : "Choose all", () => chooseAll(all, !isAll), { id: "all-topics", class: "quiet small" });
    return el("section", { class: "panel topics", "aria-labelledby": "topics" },
      el("div", { class: "between" }, el("h2", { id: "topics" }, "Topics"), all),
      el("ul", {}, Course.topics.map((topic, place) => topicRow(topic, rows[place], !without.has(topic.id)))));
  }

  function topicRow({ id, title }, { all, fresh, due, learned: known }, checked) {
    const box = el("input", { id: `topic-${id}`, type: "checkbox", checked, on: { change: () => choose(box, id) } });
    const meter = el("progress", { max: String(all), value: String(known), "aria-hidden": "true" });
    const counts = el("small", {}, due ? el("span", { class: "due" }, `${due} due`) : null,
      el("span", {}, `${fresh} new`), el("span", {}, `${known} of ${all} learned`));
    const name = el("span", { class: "name" }, el("span", Course.own, title), meter, counts);
    return el("li", {}, el("label", {}, box, name));
  }

  function choose(box, id) {
    const without = new Set(Settings.get("without"));
    if (box.checked) without.delete(id);
    else without.add(id);
    Settings.set("without", [...without]);
    redraw(box);
  }

  function chooseAll(all, wanted) {
    Settings.set("without", wanted ? [] : Course.topics.map((topic) => topic.id));
    redraw(all);
  }

  function redraw(held) {
    const main = document.getElementById("main");
    Dom.stay(main, () => show(main), held);
  }

  function learned(rows) {
    const known = rows.reduce((sum, row) => sum + row.learned, 0), all = Course.cards.length;
    const days = DueCounts.days(), most = Math.max(...days, 1);
    return el("section", { class: "panel", "aria-labelledby": "learned" },
      el("h2", { id: "learned" }, "Your progress"),
      el("p", {}, el("strong", {}, known.toLocaleString("en")), ` of ${Phrases.count(all, "card")} learned`),
      el("progress", { max: String(all), value: String(known), "aria-label": "Cards learned" }),
      el("h3", {}, "Due in the next days"),
      el("ol", { class: "days" }, days.map((number, day) => dayColumn(number, day, most))));
  }

  function dayColumn(number, day, most) {
    const bar = el("span", { class: "column" });
    bar.style.height = `${Math.round((number / most) * 100)}%`;
    return el("li", {}, el("span", { class: "count" }, String(number)),
      el("span", { class: "well", "aria-hidden": "true" }, bar), el("span", { class: "day" }, dayName(day)));
  }

  function dayName(days) {
    if (!days) return "Today";
    const name = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: App.zone });
    return name.format(Days.startOf(Days.dayOf(Date.now(), App.zone) + days, App.zone));
  }

  function options(cram) {
    const modes = el("select", { id: "mode", on: { change: () => Settings.set("mode", modes.value) } },
      MODES.map(([value, label]) => el("option", { value, selected: value === Settings.get("mode") }, label)));
    const about = "Asks all cards of the chosen topics, due or not. Your schedule stays as it is.";
    return el("details", { class: "panel choices" }, el("summary", {}, el("h2", {}, "How you study")),
      number("fresh", "New cards per day", 0), number("sitting", "Cards per session", 1),
      el("label", { class: "field", for: "mode" }, el("span", {}, "How cards are asked"), modes),
      cram ? el("div", { class: "cramming" }, cram, el("p", { class: "quiet" }, about)) : null);
  }

  function number(name, label, least) {
    const change = () => {
      const value = Math.round(Number(input.value));
      if (value >= least && value <= 999) Settings.set(name, value);
      redraw(input);
    };
    const input = el("input", {
      id: `limit-${name}`, type: "number", inputmode: "numeric", min: String(least), max: "999",
      value: String(Settings.get(name)), on: { change },
    });
    // What is typed differs from it until it is taken.
    input.defaultValue = input.value;
    return el("label", { class: "field", for: `limit-${name}` }, el("span", {}, label), input);
  }

  return { show };
})();
