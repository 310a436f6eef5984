// What eslint checks in the scripts of the page: plain scripts that share one scope, and node's tests of them.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const js = require("@eslint/js");

const PAGE = join(__dirname, "../../src/msc_learn/page");
const scripts = JSON.parse(readFileSync(join(PAGE, "scripts.json"), "utf8"));
const globalOf = (name) => /^const (\w+) = /m.exec(readFileSync(join(PAGE, name), "utf8"))?.[1];
const known = (names) => Object.fromEntries(names.filter(Boolean).map((name) => [name, "readonly"]));

const shared = ["SHARED", "sha256", ...scripts.filter((name) => name.startsWith("script/")).map(globalOf)];
const anywhere = [
  "BroadcastChannel", "Event", "EventTarget", "IDBKeyRange", "TextDecoder", "TextEncoder", "clearTimeout", "crypto",
  "document", "indexedDB", "performance", "queueMicrotask", "setTimeout",
];
const elements = [
  "Blob", "Node", "URL", "addEventListener", "clearInterval", "confirm", "history", "localStorage", "location", "matchMedia", "navigator",
  "requestAnimationFrame", "setInterval", "window",
];
const rules = {
  ...js.configs.recommended.rules,
  // Each script defines one global, which the others use.
  "no-redeclare": ["error", { builtinGlobals: false }],
  "no-unused-vars": ["error", { varsIgnorePattern: "^[A-Z]", caughtErrors: "none", args: "after-used" }],
  "no-var": "error",
  "prefer-const": ["error", { destructuring: "all" }],
  eqeqeq: "error",
  "max-len": ["error", { code: 140 }],
  semi: "error",
  strict: ["error", "function"],
};

module.exports = [
  {
    files: ["**/page/script/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: known([...shared, ...anywhere]) },
    rules,
  },
  { files: ["**/page/script/ui/*.js"], languageOptions: { globals: known(elements) } },
  { files: ["**/ui/start.js"], rules: { strict: "off" } },
  {
    files: ["**/tests/page/*.js"],
    languageOptions: {
      ecmaVersion: 2023, sourceType: "commonjs",
      globals: known([...shared, "require", "module", "process", "__dirname", "globalThis"]),
    },
    rules: { ...rules, strict: ["error", "global"] },
  },
];
