// The exam screen: one item at a time, each answer stored before the next is shown, no result before the end.
const ExamPage = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const MINUTE = 60000, ANNOUNCED = [10, 5, 1], SECOND = 1000;
  const OPEN_ELSEWHERE = message("exam.open_elsewhere");
  const ENDED = message("exam.ended_elsewhere");
  let area, aside, bar, form, attempt, now, at, entry, shown, notice, busy = false, ticking, left;

  const items = () => attempt.begun.items;
  const closes = () => ExamChain.closes(attempt.begun);

  /** Shows the attempt under way at a form; the address names the form and the number of an item. */
  async function show(main, rest) {
    const [name, number] = rest.split("/"), events = App.progress.exams;
    form = name;
    area = el("div", { class: "sitting exam" });
    fill(main, area);
    now = ExamSession.timer(Math.max(0, ...events.map((event) => event.at)));
    attempt = read(events).findLast(({ last }) => last.kind !== "examended");
    if (!attempt) {
      App.go("exams");
      return;
    }
    const first = ExamSession.openItems(attempt)[0] ?? items().length;
    at = number > 0 && number <= items().length + 1 ? number - 1 : first;
    notice = goingOn();
    left = closes() - now();
    clearInterval(ticking);
    ticking = setInterval(tick, SECOND);
    await draw();
  }

  function read(events = App.progress.exams) {
    return ExamSession.attemptsOf(events.filter((event) => ofForm(events, event)), now());
  }

  function ofForm(events, event) {
    const name = ExamChain.attemptOf(event);
    return events.some((begun) => begun.id === name && begun.form === form);
  }

  /** Reads again what is stored of the attempt. */
  function refresh() { attempt = read().find(({ begun }) => begun.id === attempt.begun.id); }

  function goingOn() {
    const { begun, responses } = attempt, known = Course.exams.forms.find(({ name }) => name === form);
    const changed = message("exam.form_changed");
    const isChanged = !known || known.version !== begun.version;
    const answered = message("exam.answered_so_far", {
      answered: ExamSession.given(attempt).size, items: Phrases.count(items().length, "item"),
    });
    const resumed = responses.length ? message("exam.goes_on", { answered, left: ExamPhrases.timeLeft(closes(), now()) }) : "";
    return [resumed, isChanged ? changed : ""].filter(Boolean).join(" ");
  }

  async function draw() {
    // The learner may have left while an answer was stored.
    if (!area.isConnected) return;
    if (now() >= closes() && attempt.last.kind !== "examended") await end("time");
    if (attempt.ended !== null) {
      clearInterval(ticking);
      App.go("result", attempt.begun.id);
      return;
    }
    shown = performance.now();
    remember();
    if (at < items().length) drawItem();
    else drawOverview();
    if (notice) Dom.say(notice);
    notice = "";
  }

  /** Keeps the area in the address, so that a reload comes back to it. */
  function remember() {
    try {
      history.replaceState(null, "", `#exam/${encodeURIComponent(form)}/${at + 1}`);
    } catch (error) { /* the first open item will do */ }
  }

  function layout(content, actions) {
    aside = el("div", {}, notice ? el("p", { class: "notice" }, notice) : null);
    bar = el("div", { class: "bar" });
    fill(area, bar, aside, el("article", { class: "card" }, content), el("div", { class: "actions" }, actions));
    drawBar();
  }

  function drawBar() {
    const done = { max: String(items().length), value: String(ExamSession.given(attempt).size), "aria-label": "Items answered" };
    const leaver = el("button", {
      type: "button", class: "icon", "aria-label": "Leave the exam (the clock runs on)", "aria-keyshortcuts": "Escape",
      on: { click: leave },
    }, el("span", { "aria-hidden": "true" }, "✕"));
    fill(bar, leaver, el("progress", done), el("p", { class: "left", role: "timer" }, ExamPhrases.timeLeft(closes(), now())));
  }

  function drawItem() {
    const item = items()[at], response = ExamSession.given(attempt).get(at), isLast = at === items().length - 1;
    entry = item.mode === "choice" ? ExamForm.choice(item, response) : ExamForm.typed(item, response, next);
    const head = el("h1", { id: "asked", class: "asked", "aria-describedby": "place", ...Course.own }, ExamPhrases.text(item.question));
    const tags = el("p", { class: "tags" }, el("span", { id: "place", class: "topic" }, `Item ${at + 1} of ${items().length}`),
      response ? el("span", { class: "tag" }, "answered") : null);
    layout([tags, head, el("div", { class: "asking" }, entry.body)], [
      button("Back", back, { key: "b", disabled: at === 0 }),
      button("All items", overview, { key: "o" }),
      button(isLast ? "To the end" : "Next", next, { key: "enter", class: "main" }),
    ]);
    Keyboard.bind({ ...entry.keys, enter: next, b: back, o: overview, h: handIn, escape: leave });
    Dom.focus(entry.focus || head);
  }

  function drawOverview() {
    entry = null;
    const open = ExamSession.openItems(attempt), given = ExamSession.given(attempt), isDone = !open.length;
    const status = isDone ? message("exam.all_answered") : `${Phrases.count(open.length, "item")} open: ${ExamPhrases.numbers(open)}.`;
    const head = el("h1", {}, "All items");
    const numbers = items().map((_, number) => {
      const isOpen = !given.has(number), label = `Item ${number + 1}, ${isOpen ? "open" : "answered"}`;
      return el("li", {}, button(String(number + 1), () => to(number), { class: isOpen ? "small open" : "small", "aria-label": label }));
    });
    const first = () => to(open[0] ?? 0), goOn = button("First open item", first, { class: "main", key: "enter" });
    layout([head, el("p", { class: "lead" }, status), el("ul", { class: "numbered" }, numbers)], [
      button("Back", back, { key: "b" }), isDone ? null : goOn,
      button("Hand in", handIn, { key: "h", class: isDone ? "main" : null }),
    ]);
    Keyboard.bind({ enter: isDone ? handIn : first, b: back, h: handIn, escape: leave });
    Dom.focus(head);
  }

  const next = () => to(at + 1);
  const back = () => to(at - 1);
  const overview = () => to(items().length);

  /** Stores the answer on the screen, then goes to an item, or after the last one to all of them. */
  async function to(number) {
    if (busy || !(await keep())) return;
    at = Math.max(0, Math.min(number, items().length));
    await draw();
  }

  /** Stores the answer on the screen if it is new; returns false if that fails. */
  async function keep() {
    const answer = entry && attempt.ended === null ? entry.value() : null;
    if (!answer) return true;
    if (now() >= closes()) {
      await draw();
      return false;
    }
    const elapsed = Math.max(0, Math.round(performance.now() - shown));
    const isKept = await store(ExamSession.answering(attempt, at, { ...answer, elapsed }));
    if (isKept) entry = null;
    return isKept || attempt.ended !== null;
  }

  /** Stores an event; if another window was first, reads what it stored, and says so. */
  async function store(event) {
    const { last } = attempt;
    busy = true;
    try {
      const { event: made, flaw } = await App.progress.sit({ at: now(), zone: App.zone, ...event });
      if (made) App.changed();
      refresh();
      if (flaw) notice = ENDED;
      else if (made.before !== last.seal) notice = OPEN_ELSEWHERE;
      return Boolean(made);
    } catch (error) {
      const text = `The answer could not be stored: ${error.message || error}. Try again; your answer is still here.`;
      fill(aside, el("p", { class: "notice bad", role: "alert" }, text));
      return false;
    } finally {
      busy = false;
    }
  }

  async function end(how) {
    entry = null;
    await store(ExamSession.ending(attempt, how, now()));
  }

  /** Asks once whether to hand in. */
  async function handIn() {
    if (busy || !(await keep())) return;
    at = items().length;
    await draw();
    if (attempt.ended !== null) return;
    const open = ExamSession.openItems(attempt).length;
    const question = open ? `${Phrases.count(open, "item is open and gets", "items are open and get")} no points. Hand in anyway?`
      : "Hand in? You cannot change answers after that.";
    const sure = async () => {
      if (busy) return;
      await end(now() >= closes() ? "time" : "submitted");
      await draw();
    };
    const yes = button("Yes, hand in", sure, { class: "main" }), no = button("Not yet", () => draw());
    fill(aside, el("div", { class: "notice", role: "group", "aria-label": "Hand in" },
      el("p", {}, question), el("div", { class: "row" }, yes, no)));
    yes.focus();
  }

  /** Shows the time left, announces it a few times, and ends the exam when it is over. */
  async function tick() {
    if (document.body.dataset.screen !== "exam" || !area.isConnected) {
      clearInterval(ticking);
      return;
    }
    const before = left;
    left = closes() - now();
    if (left <= 0 && !busy) {
      await draw();
      return;
    }
    const time = area.querySelector(".left"), words = ExamPhrases.timeLeft(closes(), now());
    if (time && time.textContent !== words) time.textContent = words;
    const passed = ANNOUNCED.find((minutes) => before > minutes * MINUTE && left <= minutes * MINUTE);
    const advice = passed === 1 ? " Go on to the next item to save this answer." : "";
    if (passed) Dom.say(`${Phrases.count(passed, "minute")} left.${advice}`);
  }

  const leave = () => App.go("exams");

  /** Stores the answer on the screen when the learner leaves. */
  async function settle() {
    clearInterval(ticking);
    if (attempt && !busy) await keep();
    entry = null;
  }

  /** Reads what another window has stored, and leaves what is being typed as it is. */
  function changed(screen) {
    if (screen !== "exam" || busy || !attempt || !area.isConnected) return;
    const before = attempt.last;
    refresh();
    if (!attempt || attempt.last === before || attempt.last.seal === before.seal) return;
    if (attempt.ended !== null || !entry) {
      notice = attempt.ended === null ? OPEN_ELSEWHERE : "";
      draw();
      return;
    }
    drawBar();
    fill(aside, el("p", { class: "notice" }, OPEN_ELSEWHERE));
    Dom.say(OPEN_ELSEWHERE);
  }

  return { show, settle, changed };
})();
