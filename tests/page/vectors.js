// Reads the test vectors, and compares decimal numbers to four decimals: powers differ in their last bit.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const read = (name) => JSON.parse(readFileSync(join(__dirname, "..", "data", "vectors", `${name}.json`), "utf8"));

const isClose = (found, expected) => Math.abs(found - expected) <= Math.max(5e-5, 1e-10 * Math.abs(expected));

/** Fails unless two values are equal, but for the last digits of numbers. */
function assertSame(found, expected, what) {
  if (typeof expected === "number" && typeof found === "number") {
    assert.ok(isClose(found, expected), `${what}: ${found}, not ${expected}`);
  } else if (Array.isArray(expected)) {
    assert.equal(found.length, expected.length, what);
    expected.forEach((value, index) => assertSame(found[index], value, `${what}[${index}]`));
  } else if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), what);
    for (const [name, value] of Object.entries(expected)) assertSame(found[name], value, `${what}.${name}`);
  } else {
    assert.equal(found, expected, what);
  }
}

module.exports = { read, assertSame };
