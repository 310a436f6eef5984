// The page's rules in node: the scripts of core and exam, without elements, as globals of this process.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const PACKAGE = join(__dirname, "..", "..", "src", "msc_learn");
const read = (...path) => readFileSync(join(PACKAGE, ...path), "utf8");
const shared = (name) => JSON.parse(read("shared", `${name}.json`));

/** Runs the scripts in the order of the page. A context of its own would be slow: it looks up each global twice. */
function load() {
  globalThis.window = globalThis;
  globalThis.JS_SHA256_NO_NODE_JS = true;
  globalThis.SHARED = { constants: shared("constants"), messages: shared("messages") };
  const rules = JSON.parse(read("page", "scripts.json")).filter((name) => !name.includes("/ui/"));
  for (const name of rules) evaluate(read("page", name), join(PACKAGE, "page", name));
}

/** The value of an expression among the globals of the page. */
const evaluate = (source, filename) => vm.runInThisContext(source, { filename });

module.exports = { load, evaluate };
