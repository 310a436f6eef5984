// The result of an exam: the score, how sure it is, each missed item, and the result file.
const ExamResult = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const { sources: SOURCES, answer_letters: LONGEST } = SHARED.constants.shown;

  function show(main, rest) {
    const attempts = ExamSession.attemptsOf(App.progress.exams, Date.now());
    // By its stored end, not by the clock: a clock set ahead would show the answers and could be set back.
    const attempt = attempts.find(({ begun, last }) => begun.id === rest && last.kind === "examended");
    if (!attempt) {
      App.go("exams");
      return;
    }
    const wrong = ExamPhrases.missed(attempt), near = ExamPhrases.near(attempt, wrong);
    fill(main, el("div", { class: "narrow result" }, verdict(attempt),
      el("p", { class: "quiet" }, ExamPhrases.margin(attempt)), near ? el("p", { class: "notice" }, near) : null,
      saving(),
      wrong.length ? el("section", { "aria-labelledby": "missed" }, el("h2", { id: "missed" }, "To review"),
        el("ol", { class: "missed" }, wrong.map(missed))) : el("p", {}, "Every item was right."),
      el("div", { class: "actions inline" }, button("All exams", () => App.go("exams"), { key: "escape" }))));
    Keyboard.bind({ escape: () => App.go("exams") });
  }

  function verdict(attempt) {
    const { begun, end } = attempt, points = ExamSession.points(attempt), isPassed = ExamSession.isPassed(attempt);
    const share = ExamPhrases.share(points / begun.items.length);
    const score = `${ExamPhrases.mark(points)} of ${Phrases.count(begun.items.length, "point")}, ${share}`;
    const until = ExamSession.validUntil(attempt);
    return [
      el("h1", {}, isPassed ? "Passed" : "Not passed"),
      el("p", { class: `verdict ${isPassed ? "right" : "wrong"}` },
        el("span", Course.own, begun.title), `: ${score}; the pass mark is ${begun.pass_mark} %.`),
      end === "time" ? el("p", {}, message("exam.time_over")) : null,
      until ? el("p", {}, message("exam.valid_until", { day: ExamPhrases.day(until, "UTC") })) : null,
    ];
  }

  function missed({ number, item, response, score, grade }) {
    const given = response ? (response.picked.length ? response.picked.map(ExamPhrases.plain).join("; ") : response.answer) : "left open";
    const part = score ? " " + message("exam.part_of_a_point", { score: Number(score.toPrecision(2)) }) : "";
    const reason = grade ? ExamPhrases.reason(grade, given) : "";
    return el("li", { class: "panel", value: String(number + 1) },
      el("h3", Course.own, el("span", { class: "quiet" }, `${number + 1}. `), ExamPhrases.text(item.question)),
      el("dl", {}, el("dt", {}, "You"), el("dd", {}, short(given), el("span", { class: "quiet" }, part + reason)),
        el("dt", {}, "Right"), el("dd", { class: "truth", ...Course.own }, item.key.map(ExamPhrases.plain).join("; "))),
      item.sources.slice(0, SOURCES).map(source));
  }

  function source([section, quote]) {
    return el("blockquote", { class: "quiet", ...Course.own }, `“${quote}”`, section ? ` · ${section.replaceAll(" > ", " › ")}` : "");
  }

  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

  /** The file of all exam events of the learner in this course, and who needs it. */
  function saving() {
    const learner = Settings.get("learner");
    const hint = `Send this file to the person who keeps your training records. It contains the exams of ${learner} in this course and no`
      + " answers from practice. They import it with msc-learn progress import, which refuses an edited file.";
    return el("section", { class: "panel", "aria-labelledby": "file" },
      el("h2", { id: "file" }, "Result file"), el("p", {}, hint),
      el("div", { class: "row" }, button("Save result file", save, { class: "main" })));
  }

  function save() {
    ProgressPage.download("exams", App.progress.exportedExams());
    // Nothing else is lost then when the page closes.
    if (App.progress.exported() === App.progress.exportedExams()) App.unsaved.delete(Settings.get("learner"));
  }

  return { show, saving };
})();
