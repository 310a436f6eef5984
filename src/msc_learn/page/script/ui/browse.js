// All cards: found by topic, by state and by their words, a page at a time.
const Browse = (() => {
  "use strict";

  const { el, fill, button } = Dom;
  const PAGE = 50, WAIT = 150;
  const { lapses: LEECH } = SHARED.constants.leech;
  const STATES = [
    ["", "All cards"], ["new", "New"], ["due", "Due"], ["learned", "Learned"], ["changed", "Changed since learned"],
    ["leech", "Leeches"], ["suspended", "Suspended"], ["flagged", "Flagged"],
  ];
  const wish = { words: "", topic: "", state: "" };
  let matches = [], shown = 0, list, count, more, timer = 0;

  function show(main) {
    const search = el("input", {
      id: "search", type: "search", value: wish.words, autocomplete: "off", spellcheck: "false",
      placeholder: "Question, answer or source", on: { input: () => later(search.value) },
    });
    const topics = [["", "All topics"], ...Course.topics.map(({ id, title }) => [id, title])];
    list = el("ul", { class: "results" });
    count = el("p", { class: "found-count", role: "status" });
    more = button("", () => {
      const from = shown;
      extend();
      Dom.focus(list.children[from].querySelector("a"));
    }, { class: "more" });
    fill(main, el("div", { class: "browse" }, el("h1", {}, "Cards"),
      el("div", { class: "filters", role: "search" },
        el("label", { class: "field wide", for: "search" }, el("span", {}, "Search"), search),
        choice("topic", "Topic", topics), choice("state", "State", STATES)),
      el("div", { class: "between" }, count, button("Print", print, { class: "quiet small" })), list, more));
    Keyboard.bind({ "/": () => search.focus(), escape: () => search.blur() });
    look();
  }

  function later(words) {
    wish.words = words;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  }

  function choice(name, label, options) {
    const change = () => {
      wish[name] = select.value;
      look();
    };
    const select = el("select", { id: name, on: { change } },
      options.map(([value, title]) => el("option", { value, selected: value === wish[name] }, title)));
    return el("label", { class: "field", for: name }, el("span", {}, label), select);
  }

  function look() {
    const isWanted = filter();
    const isOfTopic = (card) => !wish.topic || Course.topicOf(card).id === wish.topic;
    matches = Course.search(wish.words).filter((card) => isOfTopic(card) && isWanted(card));
    shown = 0;
    fill(list);
    count.textContent = matches.length ? Phrases.count(matches.length, "card") : "No cards matches.";
    extend();
  }

  function filter() {
    const { memories, suspended, flags } = App.progress, now = Date.now();
    const is = (test) => (card) => memories.has(card.id) && test(memories.get(card.id), card);
    const filters = {
      "": () => true,
      new: (card) => !memories.has(card.id),
      due: is((memory, card) => memory.due <= now && !suspended.has(card.id)),
      learned: is((memory) => memory.state === "review"),
      changed: CardPage.hasChanged,
      leech: is((memory) => memory.lapses >= LEECH),
      suspended: (card) => suspended.has(card.id),
      flagged: (card) => flags.has(card.id),
    };
    return filters[wish.state];
  }

  function extend(size = PAGE) {
    const next = matches.slice(shown, shown + size);
    list.append(...next.map(row));
    shown += next.length;
    const left = matches.length - shown;
    more.hidden = !left;
    more.firstChild.textContent = `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`;
  }

  function row(card) {
    const { asked, answer } = Course.line(card), state = CardPage.stateOf(card);
    const meta = el("span", { class: "meta" }, el("span", Course.own, Course.topicOf(card).title),
      el("span", { class: `state ${state.replace(" ", "-")}` }, state),
      App.progress.flags.has(card.id) ? el("span", { class: "state" }, "flagged") : null);
    return el("li", {}, el("a", { href: `#card/${encodeURIComponent(card.id)}` },
      el("span", { class: "q", ...Course.own }, asked), el("span", { class: "a", ...Course.own }, answer), meta));
  }

  /** Prints all that was found: paper has no button for more. */
  function print() {
    extend(matches.length);
    window.print();
  }

  return { show };
})();
