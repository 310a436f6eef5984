/**
 * Provenance of stored events: whether they are about the cards of this course. No storage, no clock.
 *
 * Two courses may have come under one id: by a name that version 0.1.0 cut to a-z and 0-9, or by a copied folder. Only
 * their cards tell them apart: by their ids, and by the version of the claim that was answered. Needs `ExamEvents` and
 * `ExamChain`.
 *
 * @typedef {{notes: Set<string>, versions: Map<string, string>}} KnownCards the ids of all notes that the course has or
 *   had, and the version of each card that the page holds, by its id and its former id
 */
const Origin = (() => {
  "use strict";

  const noteOf = (card) => (card.includes("#") ? card.slice(0, card.lastIndexOf("#")) : card);

  /**
   * The cards that a page can recognise.
   * @param {{cards: {id: string, version: string}[], former?: Object<string, string>, removed?: string[]}} course
   *   `former` holds former ids by the present ones, `removed` the ids of notes that the course had
   * @returns {KnownCards}
   */
  function known({ cards, former = {}, removed = [] }) {
    const versions = new Map(cards.map(({ id, version }) => [id, version]));
    for (const [now, then] of Object.entries(former)) if (!versions.has(then)) versions.set(then, versions.get(now));
    return { notes: new Set([...[...versions.keys()].map(noteOf), ...removed]), versions };
  }

  const isKnown = (card, cards) => cards.notes.has(noteOf(card));

  /** What was answered: the card and its version of each review that counts, and of each item of an exam. */
  function answered(events) {
    const undone = new Set(events.filter(({ kind }) => kind === "undo").map(({ review }) => review));
    return events.flatMap((event) => {
      if (event.kind === "exambegun") return event.items.map(({ card, version }) => ({ card, version }));
      return event.kind === "review" && !undone.has(event.id) ? [event] : [];
    });
  }

  /** How many of the cards answered there are, and how many of them are known. */
  function share(answers, cards) {
    const ids = [...new Set(answers.map(({ card }) => card))];
    return { all: ids.length, known: ids.filter((id) => isKnown(id, cards)).length };
  }

  /**
   * Whether events under the id of this course are about another one: less than half of the cards answered are known.
   * @param {Happening[]} events @param {KnownCards} cards @returns {boolean}
   */
  function isForeign(events, cards) {
    const counts = share(answered(events), cards);
    return counts.known * 2 < counts.all;
  }

  /** Whether most reviews are of the claim as this page has it; those of which it does not know the claim do not count. */
  function isOfTheseClaims(answers, { versions }) {
    const compared = answers.filter(({ card, version }) => version && versions.has(card));
    return compared.filter(({ card, version }) => versions.get(card) === version).length * 2 > compared.length;
  }

  /**
   * Whose events under an id of version 0.1.0 are, as far as their cards tell.
   * @param {Happening[]} events @param {KnownCards} cards
   * @returns {"ours"|"unsure"|"others"} "others" where no card that was answered is known
   */
  function whose(events, cards) {
    const answers = answered(events), counts = share(answers, cards);
    if (!counts.known) return "others";
    return counts.known === counts.all && isOfTheseClaims(answers, cards) ? "ours" : "unsure";
  }

  /** How many answers there are, in practice and in exams. */
  function count(events) {
    return answered(events).filter(({ kind }) => kind === "review").length
      + events.filter(({ kind }) => kind === "examanswered").length;
  }

  /**
   * A filter for the events that are about these cards, in the order in which they were stored; an attempt stays whole.
   * @param {KnownCards} cards @returns {(event: Happening) => boolean}
   */
  function about(cards) {
    const attempts = new Set();
    return (event) => {
      if (event.kind === "exambegun" && event.items.some(({ card }) => isKnown(card, cards))) attempts.add(event.id);
      if (ExamEvents.isOfExam(event.kind)) return attempts.has(ExamChain.attemptOf(event));
      return event.kind === "adoption" || isKnown(event.card, cards);
    };
  }

  return Object.freeze({ known, isForeign, whose, count, about });
})();
