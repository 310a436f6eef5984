/**
 * FSRS-6 scheduler with deterministic fuzz, over a learner's days; `msc_learn.memory.fsrs6` once more.
 *
 * The formulas are those of fsrs 6.3.2 (https://github.com/open-spaced-repetition/py-fsrs, MIT), step by
 * step. ts-fsrs 5.4.2, from the same authors, differs: it raises a first stability under 0.1, limits stability
 * to 36500 days, and rounds every value to eight decimals; a stability of a few minutes passes that error on
 * to one of years. Needs `sha256` (vendor/js-sha256.js), `Days` and `SHARED`.
 *
 * Times, zones and days are those of `Days`.
 *
 * @typedef {{stability: number, difficulty: number, due: number, first: number, last: number, day: number,
 *   reps: number, lapses: number, state: "learning"|"review"|"relearning", step: number|null,
 *   version: string}} Memory
 * @typedef {{learner: string, card: string, rating: 1|2|3|4, at: number, zone: string,
 *   purpose?: "practice"|"cram", version?: string}} Review
 * @typedef {{1: number, 2: number, 3: number, 4: number}} Waits by rating, in milliseconds
 * @typedef {{weights: readonly number[], retention: number, name: string}} FsrsParameters
 */
const Fsrs6 = (() => {
  "use strict";

  const { DAY, dayOf, startOf } = Days;
  const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4;
  const ALL = /** @type {const} */ ([AGAIN, HARD, GOOD, EASY]);
  const MINUTE = 60000;
  const {
    scheduler, weights: WEIGHTS, lowest_weights: LOWEST, highest_weights: HIGHEST, retention: RETENTION,
    lowest_stability: LOWEST_STABILITY, maximum_days: MAXIMUM_DAYS, fuzz: FUZZ, learning_steps, relearning_steps,
  } = SHARED.constants.fsrs;
  const inMinutes = (step) => step * MINUTE;
  const STEPS = { learning: learning_steps.map(inMinutes), relearning: relearning_steps.map(inMinutes) };

  /** The default parameters: the weights that FSRS's authors fitted to many learners. */
  const DEFAULT = Object.freeze({ weights: Object.freeze(WEIGHTS), retention: RETENTION, name: scheduler });

  // --- numbers

  /** Round as Python does, a half to the even neighbour. */
  function rounded(value) {
    const floor = Math.floor(value), rest = value - floor;
    if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
    return floor % 2 === 0 ? floor : floor + 1;
  }

  const between = (value, low, high) => Math.min(Math.max(value, low), high);
  const stable = (stability) => Math.max(stability, LOWEST_STABILITY);

  /** An interval moved by a draw from 0 to 1, so that cards learned together do not stay together. */
  function fuzzed(days, draw) {
    if (days < 3) return days;
    const widths = FUZZ.map(([start, end, factor]) => factor * Math.max(Math.min(days, end) - start, 0));
    const width = 1 + widths.reduce((sum, width) => sum + width, 0);
    const low = Math.max(2, rounded(days - width));
    const high = Math.min(rounded(days + width), MAXIMUM_DAYS);
    return Math.min(low + Math.floor(draw * (high - low + 1)), MAXIMUM_DAYS);
  }

  /** Seeded uniform draw from 0 to 1 for one repetition, so that every replay gives the same fuzz. */
  function seededUniform(learner, card, reps) {
    const digest = sha256(`${learner}\0${card}\0${reps}`);
    return parseInt(digest.slice(0, 12), 16) / 2 ** 48;
  }

  // --- FSRS-6

  const models = new WeakMap();

  /** Weights clamped to the bounds of FSRS-6, to four decimals, and the curve they give; cached. */
  function modelOf(parameters) {
    if (!models.has(parameters)) models.set(parameters, madeModel(parameters));
    return models.get(parameters);
  }

  function madeModel({ weights, retention }) {
    const w = weights.map((weight, i) => Number(between(weight, LOWEST[i], HIGHEST[i]).toFixed(4)));
    const decay = -w[20];
    return { w, decay, retention, factor: 0.9 ** (1 / decay) - 1 };
  }

  function recallAfter(days, stability, { decay, factor }) {
    return (1 + (factor * Math.max(0, days)) / stability) ** decay;
  }

  function interval(stability, { decay, factor, retention }) {
    const days = rounded((stability / factor) * (retention ** (1 / decay) - 1));
    return between(days, 1, MAXIMUM_DAYS);
  }

  function firstDifficulty(rating, { w }) {
    return w[4] - Math.exp(w[5] * (rating - 1)) + 1;
  }

  function nextDifficulty(difficulty, rating, model) {
    const { w } = model;
    const damped = ((10 - difficulty) * -(w[6] * (rating - 3))) / 9;
    return between(w[7] * firstDifficulty(EASY, model) + (1 - w[7]) * (difficulty + damped), 1, 10);
  }

  function sameDayStability(stability, rating, { w }) {
    const increase = Math.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19];
    return stable(stability * (rating === AGAIN ? increase : Math.max(increase, 1)));
  }

  function forgottenStability({ stability, difficulty }, recall, { w }) {
    const long = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * Math.exp((1 - recall) * w[14]);
    return stable(Math.min(long, stability / Math.exp(w[17] * w[18])));
  }

  function recalledStability({ stability, difficulty }, recall, rating, { w }) {
    const gain = Math.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (Math.exp((1 - recall) * w[10]) - 1);
    const factor = (rating === HARD ? w[15] : 1) * (rating === EASY ? w[16] : 1);
    return stable(stability * (1 + gain * factor));
  }

  function nextStability(memory, days, rating, model) {
    if (days < 1) return sameDayStability(memory.stability, rating, model);
    const recall = recallAfter(days, memory.stability, model);
    if (rating === AGAIN) return forgottenStability(memory, recall, model);
    return recalledStability(memory, recall, rating, model);
  }

  /** Stability and difficulty after a rating on a day. */
  function learned(memory, day, rating, model) {
    if (memory === null) {
      return { stability: stable(model.w[rating - 1]), difficulty: between(firstDifficulty(rating, model), 1, 10) };
    }
    return {
      stability: nextStability(memory, day - memory.day, rating, model),
      difficulty: nextDifficulty(memory.difficulty, rating, model),
    };
  }

  // --- steps

  const LEARNED = Object.freeze({ state: "review", step: null, wait: 0 });

  /** The state and step of a card after a rating, and how many milliseconds that step waits. */
  function stepped(memory, rating) {
    if (memory !== null && memory.state === "review") {
      return rating === AGAIN ? { state: "relearning", step: 0, wait: STEPS.relearning[0] } : LEARNED;
    }
    const state = memory === null ? "learning" : memory.state;
    const step = stepAfter(memory === null ? 0 : memory.step, rating);
    const waits = STEPS[state];
    if (step >= waits.length) return LEARNED;
    return { state, step, wait: rating === HARD ? waitOfHard(step, waits) : waits[step] };
  }

  function stepAfter(step, rating) {
    return { [AGAIN]: 0, [HARD]: step, [GOOD]: step + 1, [EASY]: Infinity }[rating];
  }

  function waitOfHard(step, waits) {
    if (step > 0) return waits[step];
    return waits.length === 1 ? waits[0] * 1.5 : (waits[0] + waits[1]) / 2;
  }

  /**
   * The memory after a review; cramming leaves it as it is.
   * @param {Memory|null} memory @param {Review} review @param {FsrsParameters} [parameters] @returns {Memory|null}
   */
  function next(memory, review, parameters = DEFAULT) {
    if (review.purpose === "cram") return memory;
    const model = modelOf(parameters);
    const { at, zone, rating } = review;
    const day = dayOf(at, zone);
    const { stability, difficulty } = learned(memory, day, rating, model);
    const { state, step, wait } = stepped(memory, rating);
    const reps = memory === null ? 1 : memory.reps + 1;
    const lapsed = memory !== null && memory.state === "review" && rating === AGAIN;
    const due = state === "review" ? dueDay(review, day, reps, interval(stability, model)) : at + wait;
    const first = memory === null ? at : memory.first;
    const lapses = (memory === null ? 0 : memory.lapses) + (lapsed ? 1 : 0);
    const version = review.version ?? "";
    return { stability, difficulty, due, first, last: at, day, reps, lapses, state, step, version };
  }

  function dueDay({ learner, card, zone }, day, reps, days) {
    const draw = days < 3 ? 0 : seededUniform(learner, card, reps);
    return startOf(day + fuzzed(days, draw), zone);
  }

  /**
   * The memory after replaying the reviews of one card in their order; null without practice.
   * @param {Iterable<Review>} reviews @param {FsrsParameters} [parameters] @returns {Memory|null}
   */
  function remember(reviews, parameters = DEFAULT) {
    let memory = null;
    for (const review of reviews) memory = next(memory, review, parameters);
    return memory;
  }

  /**
   * The probability that the card is recalled on the learner's day of `now`.
   * @param {Memory} memory @param {number} now @param {string} [zone] @param {FsrsParameters} [parameters]
   * @returns {number}
   */
  function retrievability(memory, now, zone = "UTC", parameters = DEFAULT) {
    return recallAfter(dayOf(now, zone) - memory.day, memory.stability, modelOf(parameters));
  }

  /**
   * How long each rating would postpone the card, in milliseconds; whole days from one day on.
   * @param {Memory|null} memory @param {number} now
   * @param {{card: string, learner?: string, zone?: string, parameters?: FsrsParameters}} asked
   * @returns {Waits}
   */
  function preview(memory, now, { card, learner = "me", zone = "UTC", parameters = DEFAULT }) {
    const today = startOf(dayOf(now, zone), zone);
    const waits = /** @type {Waits} */ ({});
    for (const rating of ALL) {
      const after = next(memory, { learner, card, rating, at: now, zone }, parameters);
      // A day with a change of clocks has 23 or 25 hours and is a day all the same.
      const days = rounded((after.due - today) / DAY);
      waits[rating] = after.state === "review" ? days * DAY : after.due - now;
    }
    return waits;
  }

  return Object.freeze({ DEFAULT, next, remember, retrievability, preview });
})();
