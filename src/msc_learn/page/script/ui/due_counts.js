// Due counts: cards to review now and in the next days, by topic and in all.
const DueCounts = (() => {
  "use strict";

  const DAYS = 7;
  let remembered = null;

  function forget() { remembered = null; }

  function isPutOff(card, buried) { return App.progress.suspended.has(card.id) || buried.has(card.id); }

  /** Returns, for each topic, its cards: all, new, due, learned. */
  function topics(now = Date.now()) {
    if (remembered && now - remembered.at < 60000) return remembered.rows;
    const { progress, zone } = App, buried = progress.buried(Days.dayOf(now, zone));
    const rows = Course.topics.map(() => ({ all: 0, fresh: 0, due: 0, learned: 0 }));
    for (const card of Course.cards) {
      const row = rows[card.topic], memory = progress.memories.get(card.id);
      row.all += 1;
      if (memory && memory.state === "review") row.learned += 1;
      if (isPutOff(card, buried)) continue;
      if (!memory) row.fresh += 1;
      else if (memory.due <= now) row.due += 1;
    }
    remembered = { at: now, rows };
    return rows;
  }

  /** Returns the cards a learner may meet, of the topics chosen. */
  function cards(now = Date.now()) {
    const without = new Set(Settings.get("without"));
    const buried = App.progress.buried(Days.dayOf(now, App.zone));
    return Course.cards.filter((card) => !without.has(Course.topicOf(card).id) && !isPutOff(card, buried));
  }

  /** Returns the queue of a sitting begun now; with `all` as if a sitting had no end. */
  function queue({ cram = false, all = false } = {}) {
    const now = Date.now(), dueCards = cards(now);
    const size = all ? dueCards.length : Settings.get("sitting");
    return Queue.plan(dueCards, App.progress.memories, now, App.zone, { cards: size, fresh: Settings.get("fresh"), cram });
  }

  /** Returns how many cards fall due today and on each of the six days after it. */
  function days(now = Date.now()) {
    const counts = new Array(DAYS).fill(0), today = Days.dayOf(now, App.zone);
    for (const card of Course.cards) {
      const memory = App.progress.memories.get(card.id);
      if (!memory || App.progress.suspended.has(card.id)) continue;
      const day = Math.max(Days.dayOf(memory.due, App.zone) - today, 0);
      if (day < DAYS) counts[day] += 1;
    }
    return counts;
  }

  /** Returns when cards come back, in words, or nothing where none does. */
  function next(now = Date.now()) {
    const known = cards(now).map((card) => App.progress.memories.get(card.id)).filter(Boolean);
    const due = known.map((memory) => memory.due).filter((at) => at > now).sort((one, other) => one - other);
    if (!due.length) return "";
    const first = Phrases.moment(due[0], now, App.zone);
    const other = due.findIndex((at) => Phrases.moment(at, now, App.zone) !== first);
    const together = other < 0 ? due.length : other;
    return `Next: ${Phrases.count(together, "card")} ${first}.`;
  }

  return { forget, topics, cards, queue, days, next };
})();
