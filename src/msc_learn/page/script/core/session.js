/**
 * A study session as values, without screen, clock or storage; `msc_learn.study.session` once more.
 *
 * Each function takes a session and returns the next one.
 *
 * @typedef {{card: Card, rating: 1|2|3|4, elapsed: number, isNew: boolean, predicted: number|null}} Answered
 * @typedef {{waiting: Card[], steps: {due: number, card: Card}[], cram: boolean, card: Card|null,
 *   stage: "asked"|"shown"|"over", mode: "flip"|"type"|"choice", answer: string, grade: object|null,
 *   answered: Answered[]}} StudySession
 */
const Session = (() => {
  "use strict";

  const MINUTE = 60000, AGAIN = 1;
  const BLANK = Object.freeze({ mode: /** @type {const} */ ("flip"), answer: "", grade: null });

  /**
   * Open a session over a queue and ask its first card.
   * @param {{cards: Card[], steps: Card[]}} queue @param {Map<string, Memory>} memories @param {number} now
   * @param {boolean} [cram] @returns {StudySession}
   */
  function begin(queue, memories, now, cram = false) {
    const steps = queue.steps.map((card) => ({ due: memories.get(card.id).due, card }));
    return next({ waiting: queue.cards, steps, cram, card: null, stage: "over", ...BLANK, answered: [] }, now);
  }

  /** @param {StudySession} session @returns {number} how many cards are still to be done, with the open one */
  function left({ waiting, steps, stage }) {
    return waiting.length + steps.length + (stage === "over" ? 0 : 1);
  }

  /**
   * Ask the next card: a step whose time has come, a waiting card, or the nearest step.
   *
   * The open card is asked no more; the caller has put it where it belongs.
   * @param {StudySession} session @param {number} now @returns {StudySession}
   */
  function next(session, now) {
    const { waiting, steps } = session, asked = { ...session, ...BLANK, card: null, stage: /** @type {const} */ ("asked") };
    // The card just answered makes room for another where there is one.
    const isOther = (step) => step.card.id !== session.card?.id;
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
   * @param {StudySession} session @param {"flip"|"type"|"choice"} [mode] @param {string} [answer] @param {object|null} [grade]
   * @returns {StudySession}
   */
  function show(session, mode = "flip", answer = "", grade = null) {
    return { ...session, stage: "shown", mode, answer, grade };
  }

  /**
   * Take a rating, stored at `now`, with the memory it left, and ask the next card.
   *
   * The last argument says what was known before it, and counts in the summary alone: whether the card was seen
   * for the first time, and the predicted recall of a learned card.
   * @param {StudySession} session @param {1|2|3|4} rating @param {Memory|null} memory @param {number} now
   * @param {{elapsed?: number, isNew?: boolean, predicted?: number|null}} [known] @returns {StudySession}
   */
  function rate(session, rating, memory, now, { elapsed = 0, isNew = false, predicted = null } = {}) {
    const { card } = session, due = comesBack(session, rating, memory, now);
    const steps = due === null ? session.steps : [...session.steps, { due, card }];
    const answered = [...session.answered, { card, rating, elapsed, isNew, predicted }];
    return next({ ...session, steps, answered }, now);
  }

  /** When the card returns within the session, null where it is done with. */
  function comesBack({ cram }, rating, memory, now) {
    if (cram) return rating === AGAIN ? now + MINUTE : null;
    if (memory === null || memory.state === "review" || memory.due > now + Queue.AHEAD) return null;
    return memory.due;
  }

  /** Ask the open card after all that wait, and the next one now. */
  function skip(session, now) {
    return next({ ...session, waiting: [...session.waiting, session.card] }, now);
  }

  /**
   * Take the last rating back and open its card again; the card that was open waits.
   * @param {StudySession} session with an answer to take back @returns {StudySession}
   */
  function undo(session) {
    const { card } = session.answered.at(-1);
    const isOther = (other) => other.id !== card.id;
    const open = [session.card].filter((other) => other !== null && isOther(other));
    return {
      ...session,
      ...BLANK,
      card,
      stage: "asked",
      waiting: [...open, ...session.waiting.filter(isOther)],
      steps: session.steps.filter((step) => isOther(step.card)),
      answered: session.answered.slice(0, -1),
    };
  }

  /**
   * What the session amounts to so far.
   *
   * Of the answers to `learned` cards, `kept` were recalled; `predicted` is how many were expected.
   * @param {StudySession} session
   * @returns {{cards: number, answers: number, recalled: number, counts: Object<number, number>, again: Card[],
   *   fresh: number, elapsed: number, learned: number, kept: number, predicted: number}}
   */
  function summary({ answered }) {
    const learned = answered.filter((answer) => answer.predicted !== null);
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
      predicted: learned.reduce((sum, answer) => sum + answer.predicted, 0),
    };
  }

  return Object.freeze({ begin, left, next, show, rate, skip, leaveOut: next, undo, summary });
})();
