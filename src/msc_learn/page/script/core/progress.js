/**
 * A learner's progress in one course: events that are only ever added, and what follows from them.
 *
 * Needs `sha256`, `Days` and `Fsrs6`, `Jsonl`, `ExamChain`, `Merge`, `Store`, `Projection`, `Origin` and `Legacy`.
 *
 * @typedef {{at?: number, zone?: string}} When now and the browser's own zone where left out
 */
const Progress = (() => {
  "use strict";

  // One for the pages of all courses, for one may import what is another's: each takes what is its own.
  const CHANNEL = "msc-learn", STORED = "stored";
  const BLANK = { elapsed: 0, mode: "flip", answer: "", verdict: null, purpose: "practice", version: "" };

  /** Say by what a review was scheduled, as the terminal does: the model, its release, its weights, the aim. */
  function nameOf({ weights, retention }) {
    const written = weights.map(Jsonl.numeral);
    const isDefault = written.join() === Fsrs6.DEFAULT.weights.map(Jsonl.numeral).join();
    const digest = isDefault ? "default" : sha256(`(${written.join(", ")})`).slice(0, 8);
    return `fsrs-6 6.3.2 ${digest} ${Number(retention.toPrecision(6))}`;
  }

  const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

  /** A learner's open progress; a `change` event tells that another page stored something, or `kind` changed. */
  class Log extends EventTarget {
    #course;
    #learner;
    #store;
    #projection;
    #blank;
    #cards;
    #legacy;
    #isRefused = false;
    #kind;
    #marks;
    #channel = null;
    #look = () => document.visibilityState === "visible" && this.refresh();

    constructor(store, whose) {
      super();
      const { course, learner, former = {}, parameters = Fsrs6.DEFAULT, marks = null, cards = null } = whose;
      this.#course = course;
      this.#learner = learner;
      this.#store = store;
      this.#blank = () => Projection.of(former, parameters);
      this.#projection = this.#blank();
      this.#kind = store.kind;
      this.#marks = marks;
      this.#cards = cards;
      this.#legacy = Legacy.of(whose);
    }

    async start() {
      const stored = await this.#read();
      if (this.#isForeign(stored)) this.#projection.take(await this.#refuse());
      else {
        await this.#legacy.look(this.#store);
        this.#projection.take(await this.#withLegacy(stored));
      }
      this.#listen();
      return this;
    }

    /** What is stored of this learner and course; what was adopted for all courses at once is of none. */
    async #read() {
      return this.#own(await this.#store.read(["", this.#course], this.#learner));
    }

    /** What is stored with what is taken over, in the order in which all was stored: undo takes back the last. */
    async #withLegacy(stored) {
      const placeOf = ({ seq = Infinity }) => seq;
      const taken = await this.#legacy.events(this.#store);
      return [...stored, ...taken].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : Number(placeOf(one) > placeOf(other))));
    }

    #isForeign(events) {
      return this.#cards !== null && Origin.isForeign(events.filter(({ course }) => course === this.#course), this.#cards);
    }

    /** Mix nothing with the progress of another course that has this id: neither read what is stored nor add to it. */
    async #refuse() {
      this.#isRefused = true;
      this.#store.close();
      this.#store = await Store.openApart();
      this.#kind = this.#store.kind;
      return this.#read();
    }

    /** Other pages tell of what they store; where none can, this one looks when the learner comes back to it. */
    #listen() {
      try {
        this.#channel = new BroadcastChannel(CHANNEL);
        this.#channel.onmessage = ({ data }) => (data?.id ? this.#claimed(data) : this.refresh());
      } catch {
        this.#channel = null;
      }
      globalThis.addEventListener("focus", this.#look);
      document.addEventListener("visibilitychange", this.#look);
    }

    /** Listen to other pages no more. */
    close() {
      this.#channel?.close();
      globalThis.removeEventListener("focus", this.#look);
      document.removeEventListener("visibilitychange", this.#look);
      this.#store.close();
    }

    /** @returns {"stored"|"memory"} whether all events are on disk */
    get kind() { return this.#store.kind; }

    /** @returns {boolean} whether this browser holds the progress of another course under this id, so nothing is stored */
    get isRefused() { return this.#isRefused; }

    /** @returns {boolean} whether another page has stored progress of another course under this id since this was opened */
    get isMixed() { return !this.#isRefused && this.#isForeign(this.#projection.events); }

    /** @returns {{id: string, answers: number}|null} the earlier progress that may be of this course */
    get question() { return this.#legacy.question; }

    /** @returns {boolean} whether an earlier page left progress that is of this course, or may be */
    get hasLegacy() { return this.#legacy.isFound; }

    /** Take the answer to the question, for good. @param {boolean} isOurs */
    async decide(isOurs) {
      const claim = { course: this.#course, learner: this.#learner, id: this.question.id, isOurs };
      await this.#claimed(claim);
      this.#channel?.postMessage(claim);
    }

    /** Take an answer that was given, here or in another page, which may not see yet what this one keeps. */
    async #claimed({ course, learner, id, isOurs }) {
      if (this.#isRefused || course !== this.#course || learner !== this.#learner) return;
      this.#legacy.claim(id, isOurs);
      await this.#lookAgain();
    }

    async #lookAgain() {
      const before = this.question, isMore = await this.#legacy.look(this.#store);
      if (isMore) await this.#replay();
      if (isMore || before?.id !== this.question?.id) this.dispatchEvent(new Event("change"));
    }

    /** Replay all that is stored, and what was stored while it was read. */
    async #replay() {
      const events = await this.#withLegacy(await this.#read()), { events: known } = this.#projection;
      this.#projection = this.#blank();
      this.#projection.take([...events, ...known]);
    }

    /** @returns {Map<string, Memory>} what is remembered of each card */
    get memories() { return this.#projection.memories; }

    /** @returns {FsrsParameters} by what the reviews are replayed, and what a preview goes by */
    get parameters() { return this.#projection.parameters; }

    /** @returns {Set<string>} cards not to be asked until they are resumed */
    get suspended() { return this.#projection.suspended; }

    /** @returns {Map<string, string>} the notes of flagged cards */
    get flags() { return this.#projection.flags; }

    /** @returns {object[]} the reviews that were not undone, in the order in which they were stored */
    get reviews() { return this.#projection.reviews; }

    /** @returns {object[]} the events of exams, by time and name */
    get exams() { return this.#projection.exams; }

    /**
     * Store an event of an exam, sealed after the last one of its attempt, by whatever page that was stored.
     * @param {object} event of one of the kinds of `ExamEvents`, without what is given here
     * @returns {Promise<{event: object|null, flaw: string}>} as stored, or why it cannot follow
     */
    async sit({ kind, card = "", at, zone, ...values }) {
      const made = { ...this.#event(kind, card, { at, zone }), ...values };
      let outcome = /** @type {ReturnType<typeof ExamChain.placed>} */ (null);
      await this.#change(() => {
        // An attempt goes on under the id that it was begun with, for its seals hold it.
        const begun = this.exams.find(({ id }) => id === values.attempt);
        const event = begun ? { ...made, course: begun.course } : made;
        outcome = ExamChain.placed(event, this.exams);
        return outcome.event ? [outcome.event] : [];
      });
      return outcome;
    }

    /**
     * The cards not to be asked on a day of the learner's.
     * @param {number} day @returns {Set<string>}
     */
    buried(day) {
      const events = this.#projection.marks("bury").filter(({ at, zone }) => Days.dayOf(at, zone) === day);
      return new Set(events.map((event) => event.card));
    }

    /**
     * Store a review and return the memory it leaves; `id`, `learner` and `course` are given here.
     * @param {{card: string, rating: 1|2|3|4, at?: number, zone?: string, elapsed?: number,
     *   mode?: "flip"|"type"|"choice", answer?: string, verdict?: "right"|"close"|"wrong"|null,
     *   purpose?: "practice"|"cram", version?: string}} review
     * @returns {Promise<Memory|null>}
     */
    async append(review) {
      const event = this.#reviewOf({ ...BLANK, ...review });
      await this.#change(() => [event, ...this.#renameBy(event)]);
      return this.memories.get(review.card) ?? null;
    }

    #reviewOf(review) {
      const { rating, mode, answer, verdict, purpose, version } = review;
      const elapsed = Math.max(0, Math.round(review.elapsed));
      const scheduler = nameOf(this.parameters);
      const values = { rating, elapsed, mode, answer, verdict, purpose, scheduler, version };
      return { ...this.#event("review", review.card, review), ...values };
    }

    /** What says for good that a card goes on from its former id, with the first review under its new one. */
    #renameBy({ id, card, at, zone }) {
      const former = this.#projection.unstoredFormer(card);
      if (former === undefined) return [];
      return [{ ...this.#event("renamed", card, { at, zone }), id: `${id}:renamed`, former }];
    }

    /**
     * Take back the review stored last, of a card where one is named; null where there is none.
     * @param {string} [card] @param {When} [when] @returns {Promise<object|null>} the event of undoing it
     */
    undo(card = "", when = {}) {
      return this.#record(() => {
        const last = this.#projection.last(card);
        return last && { ...this.#event("undo", last.card, when), review: last.id };
      });
    }

    /** @param {string} card @param {When} [when] @returns {Promise<object>} */
    suspend(card, when = {}) { return this.#record(() => this.#event("suspend", card, when)); }

    /** @param {string} card @param {When} [when] @returns {Promise<object>} */
    bury(card, when = {}) { return this.#record(() => this.#event("bury", card, when)); }

    /** @param {string} card @param {string} [note] @param {When} [when] @returns {Promise<object>} */
    flag(card, note = "", when = {}) {
      return this.#record(() => ({ ...this.#event("flag", card, when), note }));
    }

    /** @param {string} card @param {When} [when] @returns {Promise<object|null>} null where it was not suspended */
    resume(card, when = {}) { return this.#record(() => this.#ending("resume", "suspend", card, when)); }

    /** @param {string} card @param {When} [when] @returns {Promise<object|null>} null where it was not flagged */
    unflag(card, when = {}) { return this.#record(() => this.#ending("unflag", "flag", card, when)); }

    #ending(kind, ended, card, when) {
      const ends = this.#projection.standing(ended).filter((event) => event.card === card).map(({ id }) => id);
      return ends.length ? { ...this.#event(kind, card, when), ends } : null;
    }

    #event(kind, card, { at = Date.now(), zone = ownZone() }) {
      const ms = Math.floor(at);
      return { kind, id: Jsonl.eventId(ms), learner: this.#learner, course: this.#course, card, at: ms, zone };
    }

    /** Store the event that is made once all that other pages stored is known, if one is made. */
    async #record(make) {
      let made = null;
      await this.#change(() => {
        made = make();
        return made ? [made] : [];
      });
      return made;
    }

    async #change(make, options) {
      const arrive = (events) => this.#arrive(events);
      await this.#store.change(arrive, (stored) => {
        const events = make(stored);
        this.#projection.take(this.#own(events));
        return events;
      }, options);
      this.#channel?.postMessage(STORED);
      this.#tellKind();
    }

    #own(events) {
      const ofAll = (event) => event.kind === "adoption" && event.course === "";
      const isOurs = (event) => event.course === this.#course || ofAll(event) || this.#legacy.holds(event);
      return events.filter((event) => event.learner === this.#learner && isOurs(event));
    }

    #arrive(events) {
      if (this.#projection.take(this.#own(events))) queueMicrotask(() => this.dispatchEvent(new Event("change")));
    }

    #tellKind() {
      if (this.kind === this.#kind) return;
      this.#kind = this.kind;
      this.dispatchEvent(new Event("change"));
    }

    /** Take in what other pages have stored meanwhile. */
    async refresh() {
      this.#arrive(await this.#store.arrived());
    }

    /**
     * The events of this learner and course as `msc-learn progress export` writes them.
     *
     * What an earlier page stored under another id is written under that of the course, but for sealed events.
     * @returns {string}
     */
    exported() {
      return inLines(this.#projection.events.map((event) => this.#legacy.present(event)));
    }

    /**
     * The events of exams alone, without any answer in practice.
     * @returns {string}
     */
    exportedExams() {
      return inLines(this.exams);
    }

    /**
     * Take in the events of an export, each once, or none of them where a line is wrong.
     *
     * Those of other courses and learners are kept as well, for the pages and learners they are of.
     * @param {string|ArrayBuffer} file
     * @returns {Promise<{new: number, there: number, problems: {line: number, message: string}[]}>}
     */
    async imported(file) {
      const { events, problems } = Jsonl.readAll(file);
      const refused = problems.length ? problems : this.#foreignLines(events);
      if (refused.length) return { new: 0, there: 0, problems: refused };
      let outcome = /** @type {ReturnType<typeof Merge.of>} */ (null);
      await this.#change((stored) => {
        const known = [...stored, ...this.#projection.events];
        outcome = Merge.of(events, known, this.#marks, (event) => this.#legacy.present(event));
        if (outcome.problems.length) return [];
        for (const id of this.#legacy.namedBy(events, known)) this.#legacy.claim(id, true);
        return outcome.fresh;
      }, { all: true });
      if (outcome.problems.length) return { new: 0, there: 0, problems: outcome.problems };
      if (!this.#isRefused) await this.#lookAgain();
      return { new: outcome.fresh.length, there: events.length - outcome.fresh.length, problems: [] };
    }

    /** What is wrong with a file that would mix another course into this one, of whatever learner. */
    #foreignLines(lines) {
      const learners = new Set(lines.map(({ event }) => event.learner));
      const isMixedIn = (learner) => this.#isForeign(lines.map(({ event }) => event).filter((event) => event.learner === learner));
      const other = [...learners].find(isMixedIn);
      if (other === undefined) return [];
      const { line } = lines.find(({ event }) => event.learner === other && event.course === this.#course);
      return [{ line, message: foreignFile(this.#course) }];
    }
  }

  const foreignFile = (course) => `these answers are from another course with the id '${course}': give one of the two`
    + " an id of its own and build it again";

  function inLines(events) {
    return events.map((event) => `${Jsonl.lineOf(event)}\n`).join("");
  }

  /**
   * Open the progress of a learner in a course; never fails, whatever the browser denies.
   *
   * `marks` marks the answers of exams that are taken in, as `ExamChain.flawOf` has it.
   * `former` holds the id that a card had before its note was renamed, by the id it has now. By its `cards` the course
   * is told from others of its id, and from those that have `legacy`, the ids that version 0.1.0 gave it.
   * @param {{course: string, learner: string, former?: Object<string, string>, parameters?: FsrsParameters,
   *   marks?: object, storage?: IDBFactory|null, cards?: KnownCards, legacy?: string[], claims?: Claims}} whose
   * @returns {Promise<Log>}
   */
  async function open({ storage, ...whose }) {
    return new Log(await Store.open(storage), whose).start();
  }

  return Object.freeze({ open });
})();
