/**
 * Texts as Python reads them: by code points, with its own blanks, digits and case folding.
 * `Unicode.make(tables)` takes the JSON of `msc_learn.page.tables`.
 */
const Unicode = (() => {
  "use strict";

  // Their capitals are other letters: a dotless i, and the small letters of Cherokee.
  const UNFOLDED = /[\u0131\u13a0-\u13f5]/u;
  const CHEROKEE = /[\u13f8-\u13fd\uab70-\uabbf]/u;
  const MOST_KEPT = 512;

  /** Return a function that remembers what it gave for a text, as `lru_cache` does. */
  function remembered(make) {
    const kept = new Map();
    return (text) => {
      if (!kept.has(text)) {
        if (kept.size >= MOST_KEPT) {
          kept.clear();
        }
        kept.set(text, make(text));
      }
      return kept.get(text);
    };
  }

  /** @param {[string, string]} pattern the source and flags that Python gives */
  function regex([source, flags], more = "") {
    return new RegExp(source, flags + more);
  }

  /** Return the pattern for a text from its first to its last character. */
  function whole([source, flags]) {
    return new RegExp(`^(?:${source})$`, flags);
  }

  /** Return a function that replaces every find of a pattern. */
  function replacer(pattern, replacement) {
    const matcher = regex(pattern, "g");
    return (text) => text.replace(matcher, replacement);
  }

  /** Return the parts between the finds of a pattern, at most one more than `most`. */
  function split(matcher, text, most = Infinity) {
    const parts = [];
    let begun = 0;
    for (const match of text.matchAll(matcher)) {
      if (parts.length >= most) {
        break;
      }
      parts.push(text.slice(begun, match.index));
      begun = match.index + match[0].length;
    }
    return [...parts, text.slice(begun)];
  }

  function folded(letter) {
    if (UNFOLDED.test(letter)) {
      return letter;
    }
    if (CHEROKEE.test(letter)) {
      return letter.toUpperCase();
    }
    // Down first, for a capital ß has no capital of its own: ẞ, ß, SS, ss.
    return [...letter.toLowerCase().toUpperCase()].map((part) => part.toLowerCase()).join("");
  }

  /** Return the text as `str.casefold` does. */
  function casefold(text) {
    return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : Array.from(text, folded).join("");
  }

  const length = (text) => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);
  const first = (text) => (text ? String.fromCodePoint(text.codePointAt(0)) : "");
  const last = (text) => Array.from(text.slice(-2)).pop() ?? "";

  function make({ unicode }) {
    const blanks = new RegExp(`[${unicode.BLANK}]+`, "gu");
    const blank = new RegExp(`[${unicode.BLANK}]`, "u");
    const digit = new RegExp(`[${unicode.DIGIT}]`, "u");
    const digits = new RegExp(`^[${unicode.DIGIT}]+$`, "u");

    // By hand, for a pattern that ends in blanks looks again from each blank of a long run.
    function strip(text) {
      let [begin, end] = [0, text.length];
      while (begin < end && blank.test(text[begin])) {
        begin += 1;
      }
      while (end > begin && blank.test(text[end - 1])) {
        end -= 1;
      }
      return text.slice(begin, end);
    }

    return Object.freeze({
      strip,
      split: (text) => text.split(blanks).filter(Boolean),
      hasDigit: (text) => digit.test(text),
      isDigit: (text) => digits.test(text),
      isAlpha: (letter) => /^\p{L}+$/u.test(letter),
      isUpper: (letter) => /^\p{Uppercase}$/u.test(letter),
    });
  }

  return Object.freeze({
    make, remembered, regex, whole, replacer, split, casefold, length, first, last,
  });
})();
