/**
 * What the events of one learner and course amount to; no storage, no clock. Needs `Days` and `Fsrs6`.
 *
 * Memories, what is set aside and what is flagged are replayed from the events, each in its place by its own
 * time and name: the same in whatever order they came, from two pages at once, an import, or under a clock
 * that was set back.
 */
const Projection = (() => {
  "use strict";

  /** Compare two events by time and name, as every replay orders them. */
  function inOrder(one, other) {
    if (one.at !== other.at) return one.at - other.at;
    return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
  }

  function added(map, key, value) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }

  /** The events taken in so far, and what follows from them. */
  class Projected {
    #former;
    #ofPage;
    #adoptions = [];
    #known = new Set();
    #reviews = new Map();
    #ofCard = new Map();
    #undone = new Set();
    #renames = [];
    #marks = [];
    #exams = [];
    #replayed = new Map();
    /** What is remembered of each card, by its id. */
    memories = new Map();
    /** The cards that are not to be asked until they are resumed. */
    suspended = new Set();
    /** The notes of the flags that were not taken away, by card. */
    flags = new Map();
    /** By what the reviews are replayed: what the learner adopted last, else what the page was made with. */
    parameters;

    constructor(former, parameters) {
      this.#former = Object.entries(former);
      this.#ofPage = parameters;
      this.parameters = parameters;
    }

    /** What was adopted for the course and then every event, by time and name, as an export holds them. */
    get events() {
      const adopted = this.#adoptions.filter((event) => event.course !== "");
      return [...adopted, ...[...this.#reviews.values(), ...this.#marks, ...this.#exams].sort(inOrder)];
    }

    /** The events of exams, by time and name. */
    get exams() {
      return [...this.#exams].sort(inOrder);
    }

    /** The reviews that count, in the order in which they were stored. */
    get reviews() {
      return [...this.#reviews.values()].filter((review) => !this.#undone.has(review.id));
    }

    /** Take in the events that are new, and return how many these were. */
    take(events) {
      const fresh = events.filter((event) => !this.#known.has(event.id) && this.#known.add(event.id));
      const cards = new Set();
      if (fresh.some((event) => event.kind === "adoption")) this.#adopt(fresh, cards);
      for (const event of fresh) this.#keep(event, cards);
      this.#replay(cards);
      if (fresh.some((event) => event.kind !== "review")) this.#settleMarks();
      return fresh.length;
    }

    /** Take what was adopted, by which all is to be replayed, that for the course before that for all. */
    #adopt(events, cards) {
      this.#adoptions.push(...events.filter((event) => event.kind === "adoption"));
      this.#adoptions.sort(inOrder);
      const last = (isOf) => this.#adoptions.findLast(isOf);
      this.parameters = last(({ course }) => course !== "") ?? last(() => true) ?? this.#ofPage;
      for (const card of this.#ofCard.keys()) cards.add(card);
    }

    /** Sort an event in, and note the card whose memory has to be replayed. */
    #keep(event, cards) {
      if (event.kind === "review") {
        this.#reviews.set(event.id, event);
        added(this.#ofCard, event.card, event);
        if (!this.#isNext(event)) cards.add(event.card);
        return;
      }
      if (event.kind === "adoption") return;
      if (ExamEvents.isOfExam(event.kind)) {
        this.#exams.push(event);
        return;
      }
      this.#marks.push(event);
      if (event.kind === "renamed") this.#renames.push(event);
      if (event.kind === "undo") this.#undone.add(event.review);
      if (event.kind === "undo" || event.kind === "renamed") cards.add(event.card);
      const undone = event.kind === "undo" && this.#reviews.get(event.review);
      if (undone) cards.add(undone.card);
    }

    /** Take a review that comes after all others of its card at once, and say whether it was one. */
    #isNext(review) {
      const reviews = this.#ofCard.get(review.card), before = reviews[reviews.length - 2];
      if (this.#undone.has(review.id) || (before && inOrder(before, review) > 0)) return false;
      if (this.#family(review.card).size > 1) return false;
      this.#step(review, this.#replayed.get(review.card) ?? null);
      this.#name();
      return true;
    }

    #step(review, before) {
      const after = Fsrs6.next(before, review, this.parameters);
      if (after !== null && after !== before) this.#replayed.set(review.card, after);
    }

    /** The cards whose memories hang together with a card's, for one goes on from another. */
    #family(card) {
      const family = new Set([card]);
      for (let size = 0; size < family.size; ) {
        size = family.size;
        for (const { card: now, former } of this.#renames) {
          if (family.has(now) || family.has(former)) family.add(now).add(former);
        }
      }
      return family;
    }

    #replay(cards) {
      const left = new Set(cards);
      const former = new Map([...this.#renames].sort(inOrder).map((event) => [event.card, event.former]));
      for (const card of left) {
        const family = this.#family(card);
        for (const one of family) left.delete(one);
        this.#replayFamily(family, former);
      }
      if (cards.size) this.#name();
    }

    #replayFamily(family, former) {
      for (const card of family) this.#replayed.delete(card);
      const reviews = [...family].flatMap((card) => (this.#ofCard.get(card) ?? []).sort(inOrder));
      for (const review of reviews.sort(inOrder)) {
        if (this.#undone.has(review.id)) continue;
        const { card } = review;
        this.#step(review, this.#replayed.get(card) ?? this.#replayed.get(former.get(card)) ?? null);
      }
    }

    /** Give memories of former ids the ids that their cards have now. */
    #name() {
      this.memories = this.#former.length ? new Map(this.#replayed) : this.#replayed;
      for (const [now, former] of this.#former) {
        if (!this.memories.has(former)) continue;
        const memory = this.memories.get(former);
        this.memories.delete(former);
        if (!this.memories.has(now)) this.memories.set(now, memory);
      }
    }

    #settleMarks() {
      this.suspended = new Set(this.standing("suspend").map((event) => event.card));
      this.flags = new Map(this.standing("flag").map((event) => [event.card, event.note]));
    }

    /** The events of a kind, the oldest first, each with the id that its card has now. */
    marks(kind) {
      const names = new Map(this.#former.map(([now, former]) => [former, now]));
      const marks = this.#marks.filter((event) => event.kind === kind).sort(inOrder);
      return marks.map((event) => ({ ...event, card: names.get(event.card) ?? event.card }));
    }

    /** The events of a kind that no other took back. */
    standing(kind) {
      const ended = new Set(this.marks({ suspend: "resume", flag: "unflag" }[kind]).flatMap(({ ends }) => ends));
      return this.marks(kind).filter((event) => !ended.has(event.id));
    }

    /** The review that was stored last, of a card where one is named, and not undone. */
    last(card) {
      return this.reviews.reverse().find((review) => !card || review.card === card) ?? null;
    }

    /** The id that a card goes on from, where that is not stored yet; undefined where there is none. */
    unstoredFormer(card) {
      if (this.#renames.some((event) => event.card === card)) return undefined;
      return this.#former.find(([now]) => now === card)?.[1];
    }
  }

  /**
   * A projection of no events yet; `former` holds the former ids of cards by those they have now.
   * @param {Object<string, string>} former @param {FsrsParameters} parameters @returns {Projected}
   */
  function of(former, parameters) {
    return new Projected(former, parameters);
  }

  return Object.freeze({ of });
})();
