/**
 * The items of one attempt, drawn at random from a seed and frozen: `msc_learn.exams.draw` once more, so the same
 * items in the same order with the same options for the same form, learner and attempt. Needs `sha256`, `ExamEvents`,
 * `Normalise` and `Grader`.
 */
const ExamDraw = (() => {
  "use strict";

  const digest = (...parts) => sha256(ExamEvents.whole(parts.join("\0")));

  /** The seed of an attempt: from the form's version, the learner and the attempt's number. */
  function seedOf(form, learner, number) {
    return digest(form.version, learner, number).slice(0, 16);
  }

  /**
   * Returns the function that draws the items of an attempt at a form of a course.
   * @param {object} course what the page holds
   */
  function make(course) {
    const { texts, items } = course.exams;
    const wording = Normalise.make(course.tables);
    const { options } = Grader.make(course.tables, { answers: [], lent: texts }, sha256);
    const ofCard = new Map(course.cards.map((card) => [card.id, card]));
    const frozen = items.map(fromPage);
    const typable = new Set(items.filter(({ mode }) => mode === "type").map(({ card }) => card));

    /** An item with what it has from its card on the page; its options are not drawn yet. */
    function fromPage({ wrong = [], borrowed = null, others = [], ...own }) {
      const card = ofCard.get(own.card), topic = course.topics[card.topic || 0].id;
      const sources = (card.sources || []).map(([section, quote]) => [section.replaceAll(" › ", " > "), quote]);
      const values = { version: card.version, topic, sources, ...own, others: others.map((index) => texts[index]) };
      const item = Object.fromEntries(Object.entries(ExamEvents.ITEM).map(([name, none]) => [name, values[name] ?? none]));
      return { item, isAuthored: wrong.length > 0, wrong, borrowed, note: item.card.slice(0, item.card.lastIndexOf("#")) };
    }

    /** An item with its options in the order of a seed. */
    function withOptions({ item, isAuthored, wrong, borrowed }, seed) {
      if (item.mode !== "choice") return item;
      const card = isAuthored ? { choice: true, expected: item.key, distractors: wrong } : { expected: item.key, borrowed };
      return { ...item, options: options(card, `${seed}:${item.card}`) || options(card, "") || [] };
    }

    /** Whether a form asks an item so: what has options of its own by those, else typed, else borrowed ones. */
    function isAskedSo(form, one) {
      if (one.item.mode === "type") return form.asks.includes("type");
      if (!form.asks.includes("choice")) return false;
      if (one.isAuthored) return true;
      return form.generated && !(form.asks.includes("type") && typable.has(one.item.card));
    }

    const words = new Map();

    /** A text as its words without their plurals. */
    function stemmed(text) {
      if (!words.has(text)) words.set(text, ` ${wording.singulars(wording.words(wording.spelled(text))).join(" ")} `);
      return words.get(text);
    }

    /** Whether an item shows an answer of another one, which that one's own question does not. */
    function givesAway(one, other) {
      const shown = [one.question, ...one.options].map(stemmed).join(""), own = stemmed(other.question);
      return other.key.map(stemmed).some((text) => text.trim() && shown.includes(text) && !own.includes(text));
    }

    function fitting(drawn, taken, count) {
      const chosen = [], held = [];
      for (const item of drawn) {
        if (chosen.length === count) break;
        const isGivenAway = [...taken, ...chosen].some((other) => givesAway(item, other) || givesAway(other, item));
        (isGivenAway ? held : chosen).push(item);
      }
      return [...chosen, ...held].slice(0, count);
    }

    return function draw(form, seed) {
      const keys = new Map(), asked = frozen.filter((one) => isAskedSo(form, one));
      const shuffleKey = (name) => {
        if (!keys.has(name)) keys.set(name, digest(seed, name));
        return keys.get(name);
      };
      const byShuffleKey = (nameOf) => (one, other) => (shuffleKey(nameOf(one)) < shuffleKey(nameOf(other)) ? -1 : 1);
      const taken = [];
      for (const [topic, count] of form.blueprint) {
        const ofNote = new Map();
        for (const one of asked.filter(({ item }) => item.topic === topic)) {
          const before = ofNote.get(one.note);
          if (!before || shuffleKey(one.item.card) < shuffleKey(before.item.card)) ofNote.set(one.note, one);
        }
        const drawn = [...ofNote.values()].sort(byShuffleKey(({ note }) => note));
        taken.push(...fitting(drawn.map((one) => withOptions(one, seed)), taken, count));
      }
      return taken.sort(byShuffleKey(({ card }) => `order\0${card}`));
    };
  }

  return Object.freeze({ seedOf, make });
})();
