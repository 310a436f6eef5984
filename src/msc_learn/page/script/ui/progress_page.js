// Where progress is kept: in the browser where it lets us, and in a file the learner saves and loads.
const ProgressPage = (() => {
  "use strict";

  const { el, fill, button } = Dom;
  const NOTHING = "This browser stores nothing. Save your progress file before you leave.";
  const APPLE = "iPhone and iPad delete what a page stores after about seven days without a visit."
    + " Save your progress file regularly.";
  const KEPT = "Your answers are stored in this browser. Save your progress file as a backup, or to continue on another device.";
  const THEMES = [["auto", "Same as the device"], ["light", "Light"], ["dark", "Dark"]];
  let lead;

  function isApple() {
    const { userAgent, platform, maxTouchPoints } = navigator;
    return /iPad|iPhone|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
  }

  /** Says at the top of the page that nothing is kept: the browser does not, or it has another course of this id. */
  function warning() {
    if (App.isKept()) return null;
    if (App.progress.isRefused) return el("div", { class: "notice bad", role: "note" }, el("p", {}, refusal()));
    return el("div", { class: "notice bad", role: "note" },
      el("p", {}, el("strong", {}, NOTHING), " Load it when you come back."),
      el("div", { class: "row" }, saving("small"),
        button("Load progress file", () => App.go("progress"), { class: "small" })));
  }

  function refusal() {
    return [el("strong", {}, `This browser has answers from another course with the id '${Course.id}'.`),
      " To keep the two apart, nothing is stored here. If one course is a copy of the other, give it an id of its own:"
      + " delete the line 'id' from its course.yaml and build it again."];
  }

  /** Says after a sitting how to keep what was answered. */
  function hint(answers) {
    if (!answers) return null;
    if (App.progress.isRefused) return warning();
    const isKept = App.isKept();
    const words = !isKept ? NOTHING : isApple() ? APPLE : KEPT;
    return el("div", { class: `notice${isKept ? "" : " bad"}` }, el("p", {}, words), saving("small"));
  }

  function saving(size = "") { return button("Save progress file", save, { class: size }); }

  function save() {
    download("", App.progress.exported());
    App.unsaved.delete(Settings.get("learner"));
  }

  /** Hands over lines as a file, named after course, learner, what it holds of them, and the day. */
  function download(part, text) {
    const day = Phrases.isoDate(Date.now(), App.zone);
    const name = `${[Course.id, Settings.get("learner"), part, day].filter(Boolean).join("-")}.jsonl`;
    const lines = new Blob([text], { type: "application/x-ndjson" });
    const address = URL.createObjectURL(lines), link = el("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    Dom.say(`Saved as ${name}.`);
  }

  async function load(file, status) {
    try {
      await take(await file.arrayBuffer(), status);
    } catch (error) {
      tell(status, `The file could not be read: ${error.message || error}.`, true);
    }
  }

  /** Takes a progress file in, and says what was in it. */
  async function take(file, status) {
    const { new: fresh, there, problems } = await App.progress.imported(file);
    if (problems.length) {
      tell(status, `The file was not imported: line ${problems[0].line}: ${problems[0].message}.`, true);
      return;
    }
    if (fresh) App.changed();
    sum();
    tell(status, `${Phrases.count(fresh, "new event")}, ${there.toLocaleString("en")} already there.`);
  }

  function tell(status, words, isBad) {
    fill(status, el("p", { class: `notice${isBad ? " bad" : ""}` }, words));
  }

  function show(main) {
    lead = el("p", { class: "lead" });
    fill(main, el("div", { class: "narrow" }, el("h1", {}, "Progress"), warning(), lead, filing(), naming(), looks()));
    sum();
    Keyboard.bind({ escape: () => App.go("home") });
  }

  /** Says how far the learner has come, anew whenever that is another or a file was taken. */
  function sum() {
    const week = DueCounts.days().reduce((all, number) => all + number, 0);
    const known = DueCounts.topics().reduce((all, row) => all + row.learned, 0);
    fill(lead, `${known} of ${Phrases.count(Course.cards.length, "card")} learned, ${week} due within seven days.`);
  }

  function filing() {
    const status = el("div", { role: "status" });
    const change = async () => {
      if (file.files.length) await load(file.files[0], status);
      file.value = "";
    };
    const file = el("input", { id: "file", type: "file", class: "unseen", on: { change } });
    const about = "Your answers are stored in this browser, on this device only. Use the file to move them:"
      + " load it on another device, or import it in the terminal with msc-learn progress import.";
    return el("section", { class: "panel" }, el("h2", {}, "Progress file"),
      el("p", {}, App.isKept() ? about : App.progress.isRefused ? refusal() : NOTHING),
      el("div", { class: "row" }, saving(), file, el("label", { class: "button", for: "file" }, "Load progress file")),
      status, copying(status));
  }

  /** Text to copy and paste, for browsers that neither save nor open files. */
  function copying(status) {
    const area = el("textarea", { id: "lines", rows: "4", spellcheck: "false", autocapitalize: "none" });
    const mine = () => {
      area.value = App.progress.exported();
      area.select();
    };
    return el("details", {}, el("summary", {}, "No files on this device? Copy and paste"),
      el("label", { class: "field", for: "lines" }, el("span", {}, "Progress as text"), area),
      el("div", { class: "row" }, button("Show my progress", mine, { class: "small" }),
        button("Import this text", () => take(area.value, status), { class: "small" })));
  }

  function naming() {
    const status = el("div", { role: "status" });
    const input = el("input", {
      id: "learner", type: "text", value: Settings.get("learner"), autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", maxlength: "40",
    });
    const submit = async (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (!Settings.isPseudonym(name)) {
        tell(status, "Use 1-40 letters a to z, digits, - or _.", true);
        return;
      }
      Quiz.end();
      await App.learn(name);
      sum();
      tell(status, `You now study as ${name}.`);
    };
    return el("section", { class: "panel" }, el("h2", {}, "Who studies"),
      el("p", {}, "Any short name works; it need not be your own. Each name has its own progress."),
      el("form", { on: { submit } },
        el("label", { class: "field", for: "learner" }, el("span", {}, "Name in the progress file"), input),
        el("button", { type: "submit" }, "Study under this name"), status));
  }

  function looks() {
    const theme = el("select", { id: "theme", on: { change: () => App.setTheme(theme.value) } },
      THEMES.map(([value, name]) => el("option", { value, selected: value === Settings.get("theme") }, name)));
    const change = () => Settings.set("keys", keys.checked);
    const keys = el("input", { type: "checkbox", checked: Settings.get("keys"), on: { change } });
    return el("section", { class: "panel" }, el("h2", {}, "Page"),
      el("label", { class: "field", for: "theme" }, el("span", {}, "Colours"), theme),
      el("label", { class: "check" }, keys, el("span", {}, "Keyboard shortcuts: 1 to 4 rate, S later, U undo and so on")));
  }

  return { warning, hint, show, download };
})();
