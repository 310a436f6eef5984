// The quiz screen: one card at a time, each answer stored before the next card is shown.
const Quiz = (() => {
  "use strict";

  const { message } = Messages;
  const { el, fill, button } = Dom;
  const { lapses: LEECH, warn_every: LEECH_EVERY } = SHARED.constants.leech;
  const DONE = { u: message("quiz.taken_back"), s: "Later.", b: message("quiz.buried"), x: "Suspended. You can resume it under Cards." };
  let session = null, area, aside, started, total, cram, notice, busy, options;

  /** Opens a session over a queue; returns false if there is nothing to ask. */
  function begin(queue, wish) {
    ({ cram } = wish);
    session = Session.begin(queue, App.progress.memories, Date.now(), cram);
    notice = "";
    busy = false;
    total = Session.left(session);
    area = el("div", { class: "sitting" });
    return isOpen();
  }

  function isOpen() { return session !== null && session.stage !== "over"; }

  /** Shows the session at its open card. */
  function show(main) {
    fill(main, area);
    draw();
  }

  function draw() {
    // The learner may have left while an answer was stored.
    if (!area.isConnected) return;
    if (!isOpen()) {
      App.go("summary");
      return;
    }
    started = performance.now();
    const wish = Settings.get("mode"), { card } = session, memory = App.progress.memories.get(card.id);
    const seed = `${Settings.get("learner")}:${card.id}:${memory ? memory.reps : 0}`;
    const isChosen = wish === "choice" || (card.grading.choice && wish !== "flip");
    options = isChosen ? App.marker.options(card.grading, seed) : null;
    ask(AnswerForm.way(card, wish, options));
  }

  /** Asks the open card in one of the ways. */
  function ask(way) {
    // A card shown before the learner left is asked again.
    session = { ...session, stage: "asked", grade: null };
    const { card } = session, hint = hinting(card), head = CardSides.question(card);
    const asking = AnswerForm[way](card, asked, options);
    const body = el("div", { class: "asking" }, asking.body);
    const actions = [hint ? hint.opener : null, asking.actions];
    layout([tags(card), head, CardSides.masked(card), hint ? hint.area : null, body], actions);
    Keyboard.bind({ ...CardMenu.keys(act), ...(hint ? { h: hint.act } : {}), ...asking.keys, escape: leave });
    window.scrollTo(0, 0);
    Dom.focus(asking.focus || head);
  }

  // What the answer forms need of a session.
  const asked = { ask, show: reveal, get marker() { return App.marker; }, get cram() { return cram; } };

  function hinting(card) {
    if (!card.hint) return null;
    const shown = el("div", { role: "status" });
    const act = () => {
      fill(shown, CardSides.hint(card));
      opener.hidden = true;
    };
    const opener = button("Hint", act, { key: "h", class: "quiet" });
    return { area: shown, opener, act };
  }

  function layout(content, actions, isFour = false) {
    const left = Session.left(session), menu = CardMenu.menu(act);
    const leaver = el("button", {
      type: "button", class: "icon", "aria-label": "Leave the session", "aria-keyshortcuts": "Escape",
      on: { click: leave },
    }, el("span", { "aria-hidden": "true" }, "✕"));
    const done = { max: String(total), value: String(Math.max(total - left, 0)), "aria-label": "Cards done" };
    aside = el("div", {});
    fill(area,
      el("div", { class: "bar" },
        leaver, el("progress", done), el("p", { class: "left" }, `${left} left`), menu.opener),
      menu.list, notice ? el("p", { class: "notice" }, notice) : null, aside,
      el("article", { class: "card" }, content),
      el("div", { class: `actions${isFour ? " four" : ""}` }, actions));
    notice = "";
  }

  function tags(card) {
    const memory = App.progress.memories.get(card.id);
    const stage = cram ? "cram" : !memory ? "new" : memory.state === "review" ? "review" : "again";
    const tag = (name, text) => el("span", { class: `tag ${name}` }, text);
    return el("p", { class: "tags" },
      el("span", { class: "topic", ...Course.own }, heading(card)), tag(stage, stage),
      memory && memory.lapses >= LEECH ? tag("leech", `leech: ${memory.lapses} lapses`) : null,
      card.draft ? tag("leech", "draft") : null,
      CardPage.hasChanged(card) ? tag("changed", message("quiz.card_changed")) : null);
  }

  /** The topic of a card, unless its name gives the answer away. */
  function heading(card) {
    return card.hides_topic && session.stage === "asked" ? Course.title : Course.topicOf(card).title;
  }

  /** Takes the answer, with its grade if it was typed or chosen, and shows the card's own. */
  function reveal(mode, answer = "", grade = null, picked = []) {
    session = Session.show(session, mode, answer, grade);
    const { card } = session, judged = RatingButtons.offers(grade, waits(card), rate);
    const back = el("section", { class: "back", "aria-label": "Answer" },
      grade ? RatingButtons.verdict(grade, mode === "type" ? answer : "") : null,
      mode === "choice" ? AnswerForm.marked(options, picked, right(card)) : CardSides.answer(card), CardSides.ground(card));
    const head = CardSides.question(card, { shown: true });
    layout([tags(card), head, CardSides.masked(card, true), back], judged.actions, judged.isFour);
    Keyboard.bind({ ...CardMenu.keys(act), ...judged.keys, escape: leave });
    // What a cloze asks for stands in its sentence.
    Dom.focus(card.kind === "cloze" && !grade ? head : back);
    if (grade) Dom.say(RatingButtons.spoken(grade));
    back.scrollIntoView({ block: "nearest" });
  }

  function waits(card) {
    if (cram) return null;
    const { memories, parameters } = App.progress;
    const about = { card: card.id, learner: Settings.get("learner"), zone: App.zone, parameters };
    return Fsrs6.preview(memories.get(card.id) || null, Date.now(), about);
  }

  /** The texts that are right, without their markup. */
  function right(card) {
    return card.kind === "cloze" ? [Course.hidden(card)] : card.answer.map(Dom.plain);
  }

  async function rate(rating) {
    if (busy || session.stage !== "shown") return;
    const { card, mode, answer, grade } = session, at = Date.now(), before = App.progress.memories.get(card.id);
    const elapsed = Math.round(performance.now() - started);
    const predicted = before && before.state === "review" ? App.recall(before, at) : null;
    const stored = await storing(() => App.progress.append({
      card: card.id, rating, at, zone: App.zone, elapsed, mode, answer,
      verdict: grade ? grade.verdict : null, purpose: cram ? "cram" : "practice", version: card.version,
    }));
    if (!stored) return;
    const after = App.progress.memories.get(card.id) || null;
    if (before && after.lapses > before.lapses) notice = leechWarning(after.lapses);
    session = Session.rate(session, rating, after, at, { elapsed, isNew: !cram && !before, predicted });
    if (notice) Dom.say(notice);
    draw();
  }

  function leechWarning(lapses) {
    const isAnnounced = lapses >= LEECH && (lapses - LEECH) % LEECH_EVERY === 0;
    return isAnnounced ? `Forgotten ${lapses} times: a leech. Think of a mnemonic, or flag the card for its author.` : "";
  }

  /** Stores one thing at a time; shows an error and returns false if that fails. */
  async function storing(store) {
    if (busy) return false;
    busy = true;
    try {
      await store();
      App.changed();
      return true;
    } catch (error) {
      const text = `This could not be stored: ${error.message || error}. Save your progress file, then try again.`;
      fill(aside, el("p", { class: "notice bad", role: "alert" }, text));
      return false;
    } finally {
      busy = false;
    }
  }

  const COMMANDS = {
    async u() {
      const { card } = session.answered[session.answered.length - 1];
      if (await storing(() => App.progress.undo(card.id))) session = Session.undo(session);
    },
    async s() { session = Session.skip(session, Date.now()); },
    async b({ id }) { if (await storing(() => App.progress.bury(id))) session = Session.next(session, Date.now()); },
    async x({ id }) { if (await storing(() => App.progress.suspend(id))) session = Session.next(session, Date.now()); },
  };

  async function act(key) {
    if (busy || !isOpen()) return;
    if (key === "f") {
      flag();
      return;
    }
    if (key === "u" && !session.answered.length) {
      tell(message("quiz.nothing_to_take_back"));
      return;
    }
    const before = session;
    await COMMANDS[key](session.card);
    if (session === before) return;
    notice = DONE[key];
    Dom.say(notice);
    draw();
  }

  /** Undoes the last answer after the end of the session, and goes on with its card. */
  async function undo() {
    await COMMANDS.u();
    if (isOpen()) App.go("sitting");
  }

  function flag() {
    const { card } = session;
    const { form, input } = CardMenu.flagging(async (note) => {
      fill(aside);
      if (note !== null && (await storing(() => App.progress.flag(card.id, note)))) {
        tell("Flagged. You find it under Cards.");
      }
      Dom.focus(area.querySelector(".asked"));
    });
    fill(aside, form);
    input.focus();
  }

  function tell(words) {
    fill(aside, el("p", { class: "notice" }, words));
    Dom.say(words);
  }

  /** Stores the answer on show by the grader's verdict, so that leaving loses nothing. */
  async function settle() {
    const verdict = isOpen() && session.stage === "shown" && session.grade ? session.grade.verdict : "";
    if (verdict === "right") await rate(3);
    if (verdict === "wrong") await rate(1);
  }

  async function leave() {
    await settle();
    App.go("summary");
  }

  /** Returns the summary of the session, null without one. */
  function summary() { return session ? { ...Session.summary(session), answered: session.answered, cram } : null; }

  function end() { session = null; }

  return { begin, isOpen, show, settle, undo, summary, end };
})();
