// The question whether the progress that an earlier page left in this browser is of this course.
const LegacyQuestion = (() => {
  "use strict";

  const { el, button } = Dom;

  /** Returns the question, or nothing if there is none to ask. */
  function notice() {
    const { question } = App.progress;
    if (!question) return null;
    const { id, answers } = question, those = answers === 1 ? "Is it" : "Are they";
    const words = `This browser has ${Phrases.count(answers, "answer")} from an earlier page named '${id}'.`
      + ` ${those} from this course?`;
    return el("div", { class: "notice earlier", role: "group", "aria-label": "Earlier progress" }, el("p", {}, words),
      el("div", { class: "row" }, button("Yes, from this course", () => decide(true), { class: "small" }),
        button("No, from another", () => decide(false), { class: "small" })));
  }

  async function decide(isOurs) {
    await App.progress.decide(isOurs);
    // The colours of the earlier page may have come along.
    App.setTheme(Settings.get("theme"));
    Dom.say(isOurs ? "The answers now count here." : "The answers stay with the other course.");
  }

  return { notice };
})();
