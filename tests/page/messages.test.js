// What a message does with its placeholders.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, evaluate } = require("./scripts.js");

load();
const { message } = evaluate("Messages");

for (const [id, values] of [
  ["no.such_message", {}], ["grading.plural", {}], ["grading.plural", { answers: "cells" }],
  ["grading.plural", { answer: "cells", word: "cell" }],
]) {
  test(`${id} with ${Object.keys(values)} fails`, () => assert.throws(() => message(id, values)));
}

test("a value is taken as it is", () => {
  assert.ok(message("grading.did_you_mean", { answer: "{answer} \\1 $&" }).includes("{answer} \\1 $&"));
});
