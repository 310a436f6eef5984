// The exams of the course: their rules, the learner's attempts, and the button that begins one.
const ExamList = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const LIMITS = "This page contains the answers, and a skilled person can read them or make the browser forget attempts."
    + " An exam here is proof only if somebody supervises it.";
  const RULES = "You see the result at the end. Until then you can change every answer. A right answer is one point, a close"
    + " one half. Each answer is stored before the next item is shown. The clock runs on when you leave.";
  let wanted = "", isBeginning = false;

  function show(main, rest, isAgain) {
    if (!isAgain) wanted = "";
    redraw(main);
    // Attempts that the clock ended while the page was closed are stored now.
    ExamSession.settle(App.progress, now(), App.zone).then((over) => over && drawAgain(main));
  }

  /** Draws the exams again, unless the learner has left the screen. */
  function drawAgain(main) {
    if (main.querySelector(".exams")) Dom.stay(main, () => redraw(main));
  }

  /** The time for exams: never earlier than a stored event. */
  function now() { return Math.max(Date.now(), ...App.progress.exams.map((event) => event.at)); }

  function redraw(main) {
    const attempts = ExamSession.attemptsOf(App.progress.exams, now()), { forms } = Course.exams;
    const known = new Set(forms.map(({ name }) => name));
    const former = [...new Set(attempts.map(({ begun }) => begun.form))].filter((name) => !known.has(name));
    const of = (name) => attempts.filter(({ begun }) => begun.form === name);
    const learner = Settings.get("learner");
    fill(main, el("div", { class: "narrow exams" }, el("h1", {}, "Exams"), ProgressPage.warning(),
      el("p", { class: "lead" }, "You take exams as ", el("strong", {}, learner),
        ". The person who keeps your records must know you by this name. ",
        el("a", { href: "#progress" }, "Change it under Progress")),
      forms.map((form) => panel(form, of(form.name), main)), former.map((name) => formerPanel(of(name))),
      el("p", { class: "notice", role: "note" }, LIMITS), attempts.length ? ExamResult.saving() : null));
    Keyboard.bind({ escape: () => App.go("home") });
  }

  function panel(form, attempts, main) {
    const stands = ExamSession.standing(form, attempts, now()), id = `exam-${form.name}`;
    return el("section", { class: "panel", "aria-labelledby": id }, el("h2", { id, ...Course.own }, form.title),
      facts(form, stands), past(attempts), stands.underWay ? underWay(stands.underWay) : entrance(form, attempts, stands, main));
  }

  function facts(form, { left }) {
    const time = `${Phrases.count(form.items, "item")} in ${Phrases.count(form.minutes, "minute")}`;
    const who = form.set_by ? message("exam.pass_mark_set_by", { name: form.set_by }) : message("exam.pass_mark");
    const days = form.cool_down_days
      ? message("exam.days_between", { days: Phrases.count(form.cool_down_days, "day") }) : message("exam.no_days_between");
    const attempts = form.attempts > 1 ? message("exam.attempts_left", { left, days }) : message("exam.one_attempt");
    return [
      el("p", {}, message("exam.pass_rule", { size: time, mark: form.pass_mark })),
      el("p", { class: "quiet" }, who, el("span", Course.own, form.rationale)),
      el("p", {}, message("exam.valid_for", { attempts, months: Phrases.count(form.months, "month") })),
      form.pass_probabilities ? el("p", { class: "notice" }, ExamPhrases.warning(form)) : null,
    ];
  }

  function past(attempts) {
    const ended = attempts.filter((attempt) => attempt.ended !== null);
    if (!ended.length) return null;
    const rows = ended.map((attempt) => {
      const { id, number, zone, items } = attempt.begun, day = ExamPhrases.day(attempt.ended, zone);
      const score = ExamPhrases.share(ExamSession.points(attempt) / items.length);
      const result = `${day}: ${score}, ${ExamSession.isPassed(attempt) ? "passed" : "not passed"}`;
      return el("li", {}, el("a", { href: `#result/${encodeURIComponent(id)}` }, `Attempt ${number}`), ` ${result}`);
    });
    return el("ul", { class: "past", "aria-label": "Attempts made" }, rows);
  }

  function underWay(attempt) {
    const { begun } = attempt, answered = ExamSession.given(attempt).size;
    const status = `Under way: ${answered} of ${Phrases.count(begun.items.length, "item")} answered, `
      + `${ExamPhrases.timeLeft(ExamChain.closes(begun), now())}; it closes on ${ExamPhrases.local(ExamChain.closes(begun), App.zone)}.`;
    return [el("p", {}, status), el("div", { class: "row" }, button("Go on", () => App.go("exam", begun.form), { class: "main" }))];
  }

  /** The button that begins an attempt, or why none can begin now. */
  function entrance(form, attempts, { left, begins }, main) {
    if (!left) return el("p", {}, `No attempts left: you made ${form.attempts} of ${form.attempts} and passed none.`);
    if (begins) {
      const days = Phrases.count(form.cool_down_days, "day");
      const from = ExamPhrases.local(begins, App.zone);
      return el("p", {}, `The next attempt may begin on ${from}, ${days} after the last; attempts left: ${left}.`);
    }
    if (wanted !== form.name) return el("div", { class: "row" }, button("Begin", () => ask(form, main), { class: "main" }));
    const no = () => ask(null, main);
    return el("div", { class: "notice asked-begin", role: "group", "aria-label": `Begin ${form.title}` }, el("p", {}, RULES),
      el("p", {}, el("strong", {}, `The clock starts immediately: ${Phrases.count(form.minutes, "minute")}.`)),
      el("div", { class: "row" },
        button("Begin now", () => begin(form, attempts.length + 1, main), { class: "main" }), button("Not now", no)));
  }

  function ask(form, main) {
    wanted = form ? form.name : "";
    redraw(main);
    Dom.focus(main.querySelector(form ? ".asked-begin button" : ".panel .main"));
  }

  async function begin(form, number, main) {
    // A second press must not begin another attempt, or draw the list over the exam.
    if (isBeginning) return;
    isBeginning = true;
    try {
      await store(ExamSession.beginning(form, Settings.get("learner"), number), main);
    } finally {
      isBeginning = false;
    }
  }

  async function store(event, main) {
    const { event: made, flaw } = await App.progress.sit({ ...event, at: now(), zone: App.zone });
    wanted = "";
    if (made) {
      App.changed();
      if (main.querySelector(".exams")) App.go("exam", event.form);
      return;
    }
    drawAgain(main);
    Dom.say(`The attempt did not begin: ${flaw}.`);
  }

  /** Attempts at a form that is no longer in this page; one under way goes on. */
  function formerPanel(attempts) {
    const { begun } = attempts[attempts.length - 1], id = `exam-${begun.form}`;
    const open = attempts.find(({ ended }) => ended === null);
    return el("section", { class: "panel", "aria-labelledby": id }, el("h2", { id, ...Course.own }, begun.title),
      el("p", { class: "quiet" }, "This exam is no longer part of the course."), past(attempts), open ? underWay(open) : null);
  }

  return { show };
})();
