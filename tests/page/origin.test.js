// Whose stored events are, by the cards that they are about; and what is taken over of an earlier page.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, evaluate } = require("./scripts.js");

load();
const [Origin, Legacy, Merge] = evaluate("[Origin, Legacy, Merge]");

const cards = Origin.known({
  cards: [{ id: "a#1", version: "va" }, { id: "b#1", version: "vb" }, { id: "new#1", version: "vn" }],
  former: { "new#1": "old#1" },
  removed: ["gone"],
});
let events = 0;

/** Reviews, each written as card and version: `a#1 va`. */
const reviews = (...answers) => answers.map((answer) => {
  const [card, version = ""] = answer.split(" ");
  return review(card, version);
});
const review = (card, version = "", course = "bio") => ({
  kind: "review", id: `e${(events += 1)}`, learner: "me", course, card, rating: 3, at: events, zone: "UTC", elapsed: 0,
  mode: "flip", answer: "", verdict: null, purpose: "practice", scheduler: "", version,
});
const begun = (...ids) => ({
  kind: "exambegun", id: `e${(events += 1)}`, learner: "me", course: "bio", card: "", at: events, zone: "UTC",
  items: ids.map((card) => ({ card, version: "" })),
});
const answered = (attempt, card) => ({ ...begun(), kind: "examanswered", card, attempt: attempt.id });
const undone = ([taken]) => [taken, { kind: "undo", id: "u", learner: "me", course: "bio", card: taken.card, review: taken.id }];

for (const [name, stored, whose] of [
  ["nothing stored", [], "others"],
  ["all cards known, all claims as here", reviews("a#1 va", "b#1 vb"), "ours"],
  ["one claim of three corrected since", reviews("a#1 va", "a#1 va", "b#1 before"), "ours"],
  ["half of the claims others", reviews("a#1 va", "b#1 before"), "unsure"],
  ["known cards, every claim another", reviews("a#1 x", "b#1 x"), "unsure"],
  ["known cards without any claim", reviews("a#1", "b#1"), "unsure"],
  ["a card by its former id", reviews("old#1 vn"), "ours"],
  ["a removed card beside a known claim", reviews("gone#1 x", "gone#2 x", "a#1 va"), "ours"],
  ["a number that a note no longer has", reviews("a#1 va", "a#7 x"), "ours"],
  ["removed cards alone", reviews("gone#1 x"), "unsure"],
  ["a card that is not known", reviews("a#1 va", "b#1 vb", "z#1 vz"), "unsure"],
  ["no known card", reviews("z#1 va"), "others"],
  ["a name that only begins alike", reviews("ab#1 va", "a-b#1 va"), "others"],
  ["an unknown card, undone", [...undone(reviews("z#1 x")), ...reviews("a#1 va")], "ours"],
  ["an exam on unknown cards", [...reviews("a#1 va"), begun("z#1")], "unsure"],
]) test(`earlier progress is ${whose}: ${name}`, () => assert.equal(Origin.whose(stored, cards), whose));

for (const [name, stored, isForeign] of [
  ["nothing stored", [], false],
  ["half of the cards known", reviews("a#1", "z#1"), false],
  ["less than half known", reviews("a#1", "y#1", "z#1"), true],
  ["many reviews of one unknown card", reviews("a#1", "z#1", "z#1", "z#1"), false],
  ["claims all rewritten", reviews("a#1 x", "b#1 y"), false],
  ["former and removed cards", reviews("old#1", "gone#1"), false],
  ["an exam on unknown cards", [begun("y#1", "z#1")], true],
]) {
  test(`stored progress is ${isForeign ? "" : "not "}of another course: ${name}`, () => {
    assert.equal(Origin.isForeign(stored, cards), isForeign);
  });
}

test("an attempt is taken over whole if an item of it is known", () => {
  const [ours, other] = [begun("a#1", "z#1"), begun("z#1")];
  const isAbout = Origin.about(cards);
  const stored = [ours, other, answered(ours, "z#1"), answered(other, "z#1"), ...reviews("a#1", "z#1")];
  assert.deepEqual(stored.filter(isAbout).map(({ id }) => id), [ours, stored[2], stored[4]].map(({ id }) => id));
});

/** Events as the browser has them, and how often they were read. */
function storeOf(stored) {
  return { reads: 0, count: async () => stored.length, async stored() { this.reads += 1; return stored; } };
}
const takeover = (claims) => Legacy.of({ course: "bio-8letters", learner: "me", legacy: ["bio"], cards, claims });

test("what is unsure is asked about, and taken over for good once the learner says so", async () => {
  const store = storeOf(reviews("a#1 x", "z#1 x")), legacy = takeover();
  assert.equal(await legacy.look(store), false);
  assert.deepEqual([legacy.question, await legacy.events(store)], [{ id: "bio", answers: 2 }, []]);
  legacy.claim("bio", true);
  assert.equal(await legacy.look(store), true);
  assert.deepEqual((await legacy.events(store)).map(({ card }) => card), ["a#1"]);
  assert.equal(legacy.question, null);
  assert.ok(legacy.holds(review("b#1")) && !legacy.holds(review("z#1")) && !legacy.holds(review("b#1", "", "bio-2")));
});

test("what the learner denies is neither asked about nor taken over again", async () => {
  const store = storeOf(reviews("a#1 x")), legacy = takeover();
  await legacy.look(store);
  legacy.claim("bio", false);
  assert.deepEqual([await legacy.look(store), await legacy.events(store), legacy.question], [false, [], null]);
});

test("what is of others is read once, until there is more of it", async () => {
  const stored = reviews("z#1 x"), store = storeOf(stored), kept = new Map();
  const claims = { get: (id) => kept.get(id) ?? { answer: "" }, set: (id, learner, claim) => kept.set(id, claim) };
  await takeover(claims).look(store);
  await takeover(claims).look(store);
  assert.equal(store.reads, 1);
  stored.push(...reviews("a#1 va"));
  const later = takeover(claims);
  await later.look(store);
  assert.deepEqual([store.reads, later.question], [2, { id: "bio", answers: 2 }]);
});

test("an export that comes back under the present id is there already", () => {
  const stored = reviews("a#1 va"), legacy = takeover(), present = (event) => legacy.present(event);
  const file = stored.map((event, index) => ({ line: index + 1, event: present(event) }));
  assert.equal(file[0].event.course, "bio-8letters");
  assert.deepEqual(Merge.of(file, stored, null, present), { fresh: [], problems: [] });
  assert.deepEqual([...legacy.namedBy(file, stored)], ["bio"]);
});

test("weights that were adopted under both ids are one", () => {
  const { DEFAULT: { weights } } = evaluate("Fsrs6"), { lineOf, eventOf } = evaluate("Jsonl");
  const adopted = (course) => eventOf(lineOf({ kind: "adoption", learner: "me", course, at: 1, weights, retention: 0.9 }));
  const present = (event) => takeover().present(event);
  const file = [{ line: 1, event: adopted("bio-8letters") }];
  assert.deepEqual(Merge.of(file, [adopted("bio")], null, present), { fresh: [], problems: [] });
  assert.deepEqual(present(adopted("bio")), adopted("bio-8letters"));
});

test("an event of an exam keeps the id that it was sealed with", () => {
  const sealed = begun("a#1");
  assert.equal(takeover().present(sealed), sealed);
});
