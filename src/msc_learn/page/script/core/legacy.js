/**
 * Takeover of the progress that pages of version 0.1.0 stored under another id of the course. Needs `Jsonl`, `Origin` and
 * `ExamEvents`.
 *
 * Their events stay stored as they are, so that those pages still work. They are read along if their cards are of this
 * course, or if the learner says so, and are exported under the present id. Events of exams keep the id they were
 * sealed with.
 *
 * @typedef {{answer: ""|"yes"|"no"|"others", events?: number}} Claim what is known of the progress under an id; with
 *   "others", how many events it had then
 * @typedef {{get: (id: string, learner: string) => Claim, set: (id: string, learner: string, claim: Claim) => void}} Claims
 */
const Legacy = (() => {
  "use strict";

  /** Claims that last as long as the page is open. @returns {Claims} */
  function inMemory() {
    const claims = new Map();
    return {
      get: (id, learner) => claims.get(`${id} ${learner}`) ?? { answer: "" },
      set: (id, learner, claim) => claims.set(`${id} ${learner}`, claim),
    };
  }

  /** What one learner has under the ids of version 0.1.0, and which of these are taken over. */
  class Takeover {
    #course;
    #learner;
    #ids;
    #cards;
    #claims;
    #taken = new Map();
    /** @type {{id: string, answers: number}|null} the progress of which the learner has to say whether it is of this course */
    question = null;

    constructor({ course, learner, legacy = [], cards = null, claims = inMemory() }) {
      this.#course = course;
      this.#learner = learner;
      this.#ids = cards ? legacy : [];
      this.#cards = cards;
      this.#claims = claims;
    }

    /** Whether there is progress of this course, or it may be, under an id of version 0.1.0. */
    get isFound() { return this.#taken.size > 0 || this.question !== null; }

    /** Look at what is stored, and return whether more of it is taken over now. */
    async look(store) {
      const before = this.#taken.size;
      this.question = null;
      for (const id of this.#ids) if (!this.#taken.has(id)) await this.#lookAt(id, store);
      return this.#taken.size > before;
    }

    async #lookAt(id, store) {
      const { answer, events: before } = this.#claims.get(id, this.#learner);
      if (answer === "yes") this.#take(id);
      const size = answer === "yes" || answer === "no" ? 0 : await store.count(id, this.#learner);
      // What was of others is read again only if there is more of it: it may be much.
      if (!size || (answer === "others" && before === size)) return;
      const events = await store.stored(id, this.#learner), whose = Origin.whose(events, this.#cards);
      if (whose === "unsure") this.question ??= { id, answers: Origin.count(events) };
      else this.#settle(id, whose === "ours" ? { answer: "yes" } : { answer: "others", events: size });
    }

    #settle(id, claim) {
      this.#claims.set(id, this.#learner, claim);
      if (claim.answer === "yes") this.#take(id);
    }

    #take(id) {
      this.#taken.set(id, Origin.about(this.#cards));
    }

    /** The events that are taken over, of all ids. */
    async events(store) {
      const found = [];
      for (const id of this.#taken.keys()) found.push(...await store.stored(id, this.#learner));
      return found.filter((event) => this.holds(event));
    }

    /** Keep what was found out about the progress under an id: by the learner, by a file, or in another page. */
    claim(id, isOurs) {
      if (this.#ids.includes(id) && !this.#taken.has(id)) this.#claims.set(id, this.#learner, { answer: isOurs ? "yes" : "no" });
    }

    /** Whether an event is taken over, if it is about a card of this course. */
    holds(event) {
      return this.#taken.get(event.course)?.(event) ?? false;
    }

    /** An event as it is exported: under the present id, unless it is sealed. */
    present(event) {
      if (!this.#ids.includes(event.course) || ExamEvents.isOfExam(event.kind)) return event;
      const moved = { ...event, course: this.#course };
      return event.kind === "adoption" ? { ...moved, id: Jsonl.lineOf(moved) } : moved;
    }

    /** The ids under which events are stored that a file has under the present one: it is one course, then. */
    namedBy(file, stored) {
      const ours = new Set(file.filter(({ event }) => event.course === this.#course).map(({ event }) => event.id));
      return new Set(stored.filter(({ id, course }) => this.#ids.includes(course) && ours.has(id)).map(({ course }) => course));
    }
  }

  /**
   * @param {{course: string, learner: string, legacy?: string[], cards?: KnownCards, claims?: Claims}} whose
   * @returns {Takeover}
   */
  function of(whose) {
    return new Takeover(whose);
  }

  return Object.freeze({ of });
})();
