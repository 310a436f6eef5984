// The page as a whole: its screens and their addresses, head and foot, light and dark colours.
const App = (() => {
  "use strict";

  const { el, fill } = Dom;
  const screens = new Map();
  // Screens that hold nothing a learner is about to type or to answer.
  const REDRAWN = new Set(["home", "exams"]);
  const app = { progress: null, marker: null, zone: "UTC", unsaved: new Set() };
  // After so long out of sight a screen is drawn again: cards may have come due, or a day has begun.
  const STALE = 60000;
  let current = "", turn = 0, drawn = 0;

  /**
   * Adds a screen: `show(main, rest, isAgain)` fills it. `rest` is the part of the address after its name;
   * `isAgain` is true if the screen was on show already.
   *
   * Screens with a title are in the navigation, in this order. Each has one h1, which takes the focus.
   */
  function screen(name, show, title = "") { screens.set(name, { show, title }); }

  function go(name, rest = "") {
    const address = `#${name}${rest ? `/${encodeURIComponent(rest)}` : ""}`;
    if (location.hash === address) render();
    else location.hash = address;
  }

  function render() {
    const [name, ...rest] = location.hash.slice(1).split("/");
    draw(screens.has(name) ? name : "home", decoded(rest.join("/")));
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch (error) { return ""; }
  }

  async function draw(name, rest) {
    const mine = (turn += 1);
    if (current === "sitting" && name !== "sitting") await Quiz.settle();
    if (current === "exam" && name !== "exam") await ExamPage.settle();
    // While an answer was stored, another screen may have been opened.
    if (mine !== turn) return;
    if (name === "sitting" && !Quiz.isOpen()) {
      go("home");
      return;
    }
    const isFirst = current === "", main = document.getElementById("main");
    current = name;
    drawn = Date.now();
    document.body.dataset.screen = name;
    Keyboard.bind({});
    drawHead();
    screens.get(name).show(main, rest);
    const heading = main.querySelector("h1");
    document.title = name === "home" || !heading ? Course.title : `${heading.textContent} · ${Course.title}`;
    if (!isFirst && !main.contains(document.activeElement)) Dom.focus(heading || main);
    if (name !== "sitting") window.scrollTo(0, 0);
  }

  /** Draws the screen on show again, unless the learner is typing into it. */
  function redraw() {
    const { type, value, defaultValue } = /** @type {HTMLInputElement} */ (document.activeElement);
    const isTyped = type === "number" && value !== defaultValue;
    if (!REDRAWN.has(current) || isTyped) return;
    drawn = Date.now();
    const main = document.getElementById("main");
    Dom.stay(main, () => screens.get(current).show(main, "", true));
  }

  function drawHead() {
    const links = [...screens].filter(([, { title }]) => title).map(([name, { title }]) =>
      el("li", {}, el("a", { href: `#${name}`, "aria-current": name === current ? "page" : null }, title)));
    fill(document.getElementById("top"),
      el("p", { class: "brand", ...Course.own }, Course.title),
      el("nav", { "aria-label": "Main" }, el("ul", {}, links)), switching());
  }

  /** The button that switches between light and dark. */
  function switching() {
    const isDark = document.documentElement.dataset.theme === "dark";
    const click = () => {
      setTheme(isDark ? "light" : "dark");
      /** @type {HTMLElement} */ (document.querySelector(".theme")).focus();
    };
    return el("button", { type: "button", class: "icon theme", "aria-pressed": String(isDark), on: { click } },
      el("span", { "aria-hidden": "true" }, isDark ? "☀" : "☾"), el("span", { class: "unseen" }, "Dark colours"));
  }

  function setTheme(theme) {
    Settings.set("theme", theme);
    applyTheme();
  }

  function applyTheme() {
    const theme = Settings.get("theme"), isNight = matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = theme === "auto" ? (isNight ? "dark" : "light") : theme;
    drawHead();
  }

  function drawFoot() {
    const about = [Course.title, Phrases.count(Course.cards.length, "card"), Course.licence, "made with msc-learn"];
    fill(document.getElementById("foot"),
      Course.disclaimer ? el("p", Course.own, Dom.text(Course.disclaimer)) : null,
      el("p", {}, about.filter(Boolean).join(" · ")));
  }

  /** Opens the progress of a learner. */
  async function learn(learner) {
    Settings.set("learner", learner);
    await open(learner);
  }

  async function open(learner) {
    if (app.progress) app.progress.close();
    const { id: course, former, legacy, known: cards } = Course, marks = ExamSession.marking();
    app.progress = await Progress.open({ course, learner, former, marks, cards, legacy, claims: Claims });
    DueCounts.forget();
    app.progress.addEventListener("change", changedElsewhere);
  }

  /** Another page, or another window with this one, has stored something. */
  async function changedElsewhere() {
    // Another course has this id: open anew, apart from what is stored.
    if (app.progress.isMixed) await open(Settings.get("learner"));
    DueCounts.forget();
    redraw();
    ExamPage.changed(current);
  }

  /** Opens the progress of the learner who studied last, with an earlier page if this one is new. */
  async function openLast() {
    const learner = Settings.earlierLearner(Course.legacy);
    if (learner) await open(learner);
    if (app.progress?.hasLegacy) Settings.set("learner", learner);
    else await learn(Settings.get("learner"));
  }

  /** Records that something of the learner was stored. */
  function changed() {
    app.unsaved.add(Settings.get("learner"));
    DueCounts.forget();
  }

  /** Returns the probability that a learned card is recalled now. */
  function recall(memory, now) {
    return Fsrs6.retrievability(memory, now, app.zone, app.progress.parameters);
  }

  function isKept() { return app.progress.kind === "stored"; }

  function onLeaving(event) {
    if (isKept() || !app.unsaved.size) return;
    event.preventDefault();
    event.returnValue = "";
  }

  function onReturn() {
    if (document.visibilityState === "visible" && Date.now() - drawn >= STALE) redraw();
  }

  /** Moves the focus to the content; an address would name a screen. */
  function skip(event) {
    event.preventDefault();
    document.getElementById("main").focus();
  }

  async function start() {
    Settings.open(Course.id);
    applyTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
    app.zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    app.marker = Grader.make(Course.tables, Course.grading, sha256);
    await openLast();
    applyTheme();
    drawFoot();
    document.querySelector(".skip").addEventListener("click", skip);
    window.addEventListener("hashchange", render);
    window.addEventListener("beforeunload", onLeaving);
    window.addEventListener("focus", onReturn);
    document.addEventListener("visibilitychange", onReturn);
    render();
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }

  return Object.assign(app, { screen, go, learn, changed, recall, isKept, setTheme, start });
})();
