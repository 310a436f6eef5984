// The page's rules against the vectors that Python wrote: grading, scheduling, days, queue and exam chain.
"use strict";

const { test } = require("node:test");
const { load, evaluate } = require("./scripts.js");
const { read, assertSame } = require("./vectors.js");

load();
const [Days, Fsrs6, Queue, Grader, Jsonl, ExamChain, ExamScoring] = evaluate(
  "[Days, Fsrs6, Queue, Grader, Jsonl, ExamChain, ExamScoring]",
);

/** Defines a test of one function over all vectors of a name. */
function agrees(name, outcome) {
  test(`${name}: every input gives what is expected`, () => {
    read(name).forEach(({ input, expected }, index) => {
      assertSame(outcome(input), expected, `${name} ${index} ${JSON.stringify(input).slice(0, 200)}`);
    });
  });
}

const tables = read("tables");
const graders = new Map();

function graderOf(answers) {
  const name = answers.join();
  if (!graders.has(name)) graders.set(name, Grader.make(tables, { answers, lent: [] }));
  return graders.get(name);
}

agrees("grading", ({ card, typed, others }) => {
  const { verdict, reason, rating, missing, extra } = graderOf(others).typed(card, typed);
  return { verdict, reason, rating, missing, extra };
});

agrees("scheduling", ({ learner, card, zone, weights, retention, reviews }) => {
  const parameters = { weights: weights ?? Fsrs6.DEFAULT.weights, retention, name: "" };
  let memory = null;
  return reviews.map(({ rating, at, purpose }) => {
    const waits = Object.values(Fsrs6.preview(memory, at, { card, learner, zone, parameters }));
    memory = Fsrs6.next(memory, { learner, card, rating, at, zone, purpose }, parameters);
    const recall = memory && Fsrs6.retrievability(memory, at + 40 * Days.DAY, zone, parameters);
    return { waits, memory, recall };
  });
});

agrees("days", ({ zone, day }) => {
  const start = Days.startOf(day, zone), moments = [-181, -61, -1, 0, 59, 60].map((minutes) => start + minutes * 60000);
  return { start, moments, days: moments.map((at) => Days.dayOf(at, zone)) };
});

agrees("queue", ({ notes, memories, now, zone, limits }) => {
  const cards = notes.flatMap(([note, topic, reverse]) =>
    (reverse ? [1, 2] : [1]).map((number) => ({ id: `${note}#${number}`, note, number, topic })));
  const known = new Map(Object.entries(memories)), queue = Queue.plan(cards, known, now, zone, limits);
  const ids = (found) => found.map(({ id }) => id);
  const { moreDue, moreNew } = queue;
  return { cards: ids(queue.cards), steps: ids(queue.steps), moreDue, moreNew, introduced: Queue.introduced(known, now, zone) };
});

agrees("exam_chain", ({ stored, event: line }) => {
  const events = stored.map(Jsonl.eventOf), event = Jsonl.eventOf(line);
  const program = Jsonl.eventOf(read("exam_chain")[0].input.event).program;
  const marks = { program, of: (items) => ExamScoring.make(tables, items) };
  const chain = events.length ? { begun: events[0], last: events.at(-1) } : null;
  return { flaw: ExamChain.flawOf(event, chain, marks), seal: ExamChain.sealOf(event) };
});
