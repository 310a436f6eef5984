/**
 * Which cards a session asks, and in which order: `msc_learn.study.queue` once more. Needs `Days` and `Fsrs6`.
 *
 * @typedef {{id: string, note: string, number: number, topic: string|number, [field: string]: any}} Card `note` is its note's id,
 *   `number` which of its cards it is
 * @typedef {{cards: number, fresh: number, cram?: boolean}} Limits cards in all, new cards a day; cramming
 *   asks all and knows no schedule
 */
const Queue = (() => {
  "use strict";

  const { DAY } = Days;
  const { learn_ahead_minutes, topic_look_ahead: REACH } = SHARED.constants.session;
  const AHEAD = learn_ahead_minutes * 60000;
  const NONE = Object.freeze({ steps: [], moreDue: 0, moreNew: 0 });

  /**
   * The queue: `steps` that are near, and `cards`, the due ones most at risk first with new ones in between.
   *
   * `cards` are given in study order. Of one note only one card is taken, and none of a note seen today, unless
   * nothing else is left. `moreDue` and `moreNew` count what the limits left for another time.
   * @param {Card[]} cards @param {Map<string, Memory>} memories @param {number} now @param {string} zone
   * @param {Limits} limits
   * @returns {{cards: Card[], steps: Card[], moreDue: number, moreNew: number}}
   */
  function plan(cards, memories, now, zone, limits) {
    if (limits.cram) return { ...NONE, cards: apart(cards).slice(0, limits.cards) };
    const { known, unseen } = parted(cards, memories);
    const steps = nearSteps(known, now), due = dueByRisk(known, now);
    const room = Math.max(limits.fresh - introduced(memories, now, zone), 0);
    const busy = notesOf([...steps, ...seenOn(known, Days.dayOf(now, zone))]);
    const { taken, fresh } = withoutSiblings(due, unseen, busy, room, steps.length > 0);
    const chosen = taken.slice(0, limits.cards);
    const added = fresh.slice(0, Math.min(room, limits.cards - chosen.length));
    const moreDue = due.length - chosen.length, moreNew = unseen.length - added.length;
    return { cards: interleaved(spread(chosen, added)), steps, moreDue, moreNew };
  }

  /**
   * How many cards were seen for the first time today.
   * @param {Map<string, Memory>} memories @param {number} now @param {string} zone @returns {number}
   */
  function introduced(memories, now, zone) {
    const today = Days.dayOf(now, zone);
    const recent = [...memories.values()].filter((memory) => now - memory.first < 2 * DAY);
    return recent.filter((memory) => Days.dayOf(memory.first, zone) === today).length;
  }

  /** Split the cards into those seen before, each with its memory, and the others. */
  function parted(cards, memories) {
    const known = [], unseen = [];
    for (const card of cards) {
      const memory = memories.get(card.id);
      if (memory === undefined) unseen.push(card);
      else known.push([card, memory]);
    }
    return { known, unseen };
  }

  function nearSteps(known, now) {
    const near = known.filter(([, memory]) => memory.state !== "review" && memory.due <= now + AHEAD);
    return near.sort(([, one], [, other]) => one.due - other.due).map(([card]) => card);
  }

  function dueByRisk(known, now) {
    // Retrievability falls with time over stability alone, so this orders cards as it does, without FSRS.
    const risk = (memory) => (now - memory.last) / DAY / memory.stability;
    const late = known.filter(([, memory]) => memory.state === "review" && memory.due <= now);
    return late.sort(([, one], [, other]) => risk(other) - risk(one)).map(([card]) => card);
  }

  function seenOn(known, day) {
    return known.filter(([, memory]) => memory.day === day).map(([card]) => card);
  }

  const notesOf = (cards) => new Set(cards.map((card) => card.note));

  /** One card of each note, of notes that had none today; of those too where nothing else is left. */
  function withoutSiblings(due, unseen, busy, room, hasSteps) {
    const [taken, later] = firstOfNotes(due, busy);
    const [fresh, siblings] = firstOfNotes(unseen, busy);
    if (taken.length || (fresh.length && room) || hasSteps) return { taken, fresh };
    const [rest] = firstOfNotes(later, new Set());
    return { taken: rest, fresh: firstOfNotes(siblings, notesOf(rest))[0] };
  }

  /** Part the cards into one of each note and the others; notes in `busy` have had theirs. */
  function firstOfNotes(cards, busy) {
    const first = [], others = [];
    for (const card of cards) {
      (busy.has(card.note) ? others : first).push(card);
      busy.add(card.note);
    }
    return [first, others];
  }

  /** The due cards with the new ones spread evenly among and behind them. */
  function spread(due, fresh) {
    const places = [
      ...due.map((card, index) => ({ card, at: index / due.length })),
      ...fresh.map((card, index) => ({ card, at: (index + 1) / fresh.length })),
    ];
    // A stable sort keeps a due card before a new one at the same place.
    return places.sort((one, other) => one.at - other.at).map(({ card }) => card);
  }

  /** The cards with no two of one topic side by side where another topic is near. */
  function interleaved(cards) {
    const waiting = [...cards], taken = [];
    while (waiting.length) {
      const last = taken.at(-1)?.topic;
      const other = waiting.slice(0, REACH).findIndex((card) => card.topic !== last);
      taken.push(...waiting.splice(Math.max(other, 0), 1));
    }
    return taken;
  }

  /** The first card of every note in study order, then the second ones, and so on. */
  function apart(cards) {
    return [...cards].sort((one, other) => one.number - other.number);
  }

  return Object.freeze({ AHEAD, plan, introduced });
})();
