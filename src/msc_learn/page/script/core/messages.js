/** Sentences that the page and the terminal share, by id: `msc_learn.messages` once more. Needs `SHARED`. */
const Messages = (() => {
  "use strict";

  const PLACEHOLDER = /\{(\w+)\}/g;

  /**
   * A sentence with its placeholders filled in; throws unless `values` are just these.
   * @param {string} id @param {Record<string, string|number>} [values] @returns {string}
   */
  function message(id, values = {}) {
    const text = SHARED.messages[id];
    if (text === undefined) throw new Error(`there is no message ${id}`);
    const wanted = new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]));
    const given = Object.keys(values);
    if (given.length !== wanted.size || !given.every((name) => wanted.has(name))) {
      throw new Error(`${id}: not the values ${given} of "${text}"`);
    }
    return text.replace(PLACEHOLDER, (_, name) => String(values[name]));
  }

  return Object.freeze({ message });
})();
