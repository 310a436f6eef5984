/**
 * A sitting as values: what is asked, what was answered, what comes next; no screen, clock or storage.
 *
 * Each move takes a sitting and returns the next one. Needs `Queue`.
 *
 * @typedef {{card: Card, rating: 1|2|3|4, elapsed: number, isNew: boolean, chance: number|null}} Answered
 * @typedef {{waiting: Card[], steps: {due: number, card: Card}[], cram: boolean, card: Card|null,
 *   stage: "asked"|"shown"|"over", mode: "flip"|"type"|"choice", answer: string, grade: object|null,
 *   answered: Answered[]}} Sitting
 */
const Session = (() => {
  "use strict";

  const MINUTE = 60000, AGAIN = 1;
  const BLANK = Object.freeze({ mode: /** @type {const} */ ("flip"), answer: "", grade: null });

  /**
   * Open a sitting over a queue and ask its first card.
   * @param {{cards: Card[], steps: Card[]}} queue @param {Map<string, Memory>} memories @param {number} now
   * @param {boolean} [cram] @returns {Sitting}
   */
  function begin(queue, memories, now, cram = false) {
    const steps = queue.steps.map((card) => ({ due: memories.get(card.id).due, card }));
    return next({ waiting: queue.cards, steps, cram, card: null, stage: "over", ...BLANK, answered: [] }, now);
  }

  /** @param {Sitting} sitting @returns {number} how many cards are still to be done, with the open one */
  function left({ waiting, steps, stage }) {
    return waiting.length + steps.length + (stage === "over" ? 0 : 1);
  }

  /**
   * Ask the next card: a step whose time has come, a waiting card, or the nearest step.
   *
   * The open card is asked no more; the caller has put it where it belongs.
   * @param {Sitting} sitting @param {number} now @returns {Sitting}
   */
  function next(sitting, now) {
    const { waiting, steps } = sitting, asked = { ...sitting, ...BLANK, card: null, stage: /** @type {const} */ ("asked") };
    // The card just answered makes room for another where there is one.
    const isOther = (step) => step.card.id !== sitting.card?.id;
    const ready = steps.filter((step) => step.due <= now);
    if (waiting.length && !ready.some(isOther)) return { ...asked, card: waiting[0], waiting: waiting.slice(1) };
    if (!steps.length) return { ...asked, stage: "over" };
    const others = (ready.length ? ready : steps).filter(isOther);
    const chosen = nearest(others.length ? others : steps);
    return { ...asked, card: chosen.card, steps: steps.filter((step) => step !== chosen) };
  }

  function nearest(steps) {
    return steps.reduce((one, other) => (other.due < one.due ? other : one));
  }

  /**
   * Take the answer, with its grade where one was typed or chosen, and show the card's own.
   * @param {Sitting} sitting @param {"flip"|"type"|"choice"} [mode] @param {string} [answer] @param {object|null} [grade]
   * @returns {Sitting}
   */
  function show(sitting, mode = "flip", answer = "", grade = null) {
    return { ...sitting, stage: "shown", mode, answer, grade };
  }

  /**
   * Take a rating, stored at `now`, with the memory it left, and ask the next card.
   *
   * The last argument says what was known before it, and counts in the summary alone: whether the card was met
   * for the first time, and of a learned card the chance of recall.
   * @param {Sitting} sitting @param {1|2|3|4} rating @param {Memory|null} memory @param {number} now
   * @param {{elapsed?: number, isNew?: boolean, chance?: number|null}} [known] @returns {Sitting}
   */
  function rate(sitting, rating, memory, now, { elapsed = 0, isNew = false, chance = null } = {}) {
    const { card } = sitting, due = comesBack(sitting, rating, memory, now);
    const steps = due === null ? sitting.steps : [...sitting.steps, { due, card }];
    const answered = [...sitting.answered, { card, rating, elapsed, isNew, chance }];
    return next({ ...sitting, steps, answered }, now);
  }

  /** When the card returns within the sitting, null where it is done with. */
  function comesBack({ cram }, rating, memory, now) {
    if (cram) return rating === AGAIN ? now + MINUTE : null;
    if (memory === null || memory.state === "review" || memory.due > now + Queue.AHEAD) return null;
    return memory.due;
  }

  /** Ask the open card after all that wait, and the next one now. */
  function skip(sitting, now) {
    return next({ ...sitting, waiting: [...sitting.waiting, sitting.card] }, now);
  }

  /**
   * Take the last rating back and open its card again; the card that was open waits.
   * @param {Sitting} sitting with an answer to take back @returns {Sitting}
   */
  function undo(sitting) {
    const { card } = sitting.answered.at(-1);
    const isOther = (other) => other.id !== card.id;
    const open = [sitting.card].filter((other) => other !== null && isOther(other));
    return {
      ...sitting,
      ...BLANK,
      card,
      stage: "asked",
      waiting: [...open, ...sitting.waiting.filter(isOther)],
      steps: sitting.steps.filter((step) => isOther(step.card)),
      answered: sitting.answered.slice(0, -1),
    };
  }

  /**
   * What the sitting amounts to so far.
   *
   * Of the answers to `learned` cards `kept` were recalled, where as many as `foretold` were to be expected.
   * @param {Sitting} sitting
   * @returns {{cards: number, answers: number, recalled: number, counts: Object<number, number>, again: Card[],
   *   fresh: number, elapsed: number, learned: number, kept: number, foretold: number}}
   */
  function summary({ answered }) {
    const learned = answered.filter((one) => one.chance !== null);
    const counts = { 1: 0, 2: 0, 3: 0, 4: 0 };
    for (const { rating } of answered) counts[rating] += 1;
    return {
      cards: new Set(answered.map((one) => one.card.id)).size,
      answers: answered.length,
      recalled: answered.length - counts[AGAIN],
      counts,
      again: [...new Set(answered.filter((one) => one.rating === AGAIN).map((one) => one.card))],
      fresh: answered.filter((one) => one.isNew).length,
      elapsed: answered.reduce((sum, one) => sum + one.elapsed, 0),
      learned: learned.length,
      kept: learned.filter((one) => one.rating !== AGAIN).length,
      foretold: learned.reduce((sum, one) => sum + one.chance, 0),
    };
  }

  return Object.freeze({ begin, left, next, show, rate, skip, leaveOut: next, undo, summary });
})();
