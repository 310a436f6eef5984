// Evaluates for Python's tests: for each line of JSON, {source, argument}, it writes one, {value} or {error}.
"use strict";

const { createInterface } = require("node:readline");
const { load, evaluate } = require("./scripts.js");

async function answer({ source, argument }) {
  const value = evaluate(`(${source})`);
  return typeof value === "function" ? value(argument) : value;
}

async function main() {
  load();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const answered = answer(JSON.parse(line)).then((value) => ({ value: value ?? null }), (error) => ({ error: error.stack }));
    process.stdout.write(`${JSON.stringify(await answered)}\n`);
  }
}

main();
