/**
 * One typed text beside one expected text, as `msc_learn.grading.compare` and `opposites` have it: the same, a
 * slip, near, turned into another meaning, or not it.
 */
const Compare = (() => {
  "use strict";

  const { message } = Messages;
  const { remembered, regex, casefold, length, first } = Unicode;

  const [RIGHT, CLOSE, WRONG] = ["right", "close", "wrong"];

  /**
   * @typedef {object} Grade
   * @property {"right" | "close" | "wrong"} verdict
   * @property {string} reason in one line, with the small markup of the card's own words
   * @property {readonly string[]} missing
   * @property {readonly string[]} extra
   * @property {number | null} rating what follows by itself: 3, 1, and null where the learner judges
   */

  /** @returns {Grade} */
  function grade(verdict, reason = "", missing = [], extra = [], near = 0) {
    const rating = { [RIGHT]: 3, [WRONG]: 1 }[verdict] ?? null;
    return Object.freeze({ verdict, reason, missing, extra, near, rating });
  }

  const isSubset = (one, other) => [...one].every((word) => other.has(word));
  const isWithin = (one, other) => one.size < other.size && isSubset(one, other);
  const without = (one, other) => new Set([...one].filter((word) => !other.has(word)));
  const isSameBag = (one, other) => [...one].sort().join("\n") === [...other].sort().join("\n");

  /**
   * Return how many slips part two texts: a letter more, less or other, or two neighbours swapped.
   *
   * The optimal string alignment distance, as L. Boytsov has it in "Indexing methods for approximate
   * dictionary searching", ACM Journal of Experimental Algorithmics 16 (2011), 2.2.
   */
  function edits(one, other) {
    const [across, down] = [Array.from(one), Array.from(other)];
    let [before, above] = [[], across.map((_, place) => place).concat(across.length)];
    down.forEach((letter, row) => {
      const here = [row + 1];
      across.forEach((mine, column) => {
        const swapped = row && column && mine === down[row - 1] && across[column - 1] === letter;
        here.push(Math.min(
          above[column + 1] + 1,
          here[column] + 1,
          above[column] + (mine === letter ? 0 : 1),
          swapped ? before[column - 1] + 1 : Infinity,
        ));
      });
      [before, above] = [above, here];
    });
    return above[across.length];
  }

  /** Where a letter or a syllable turns the meaning. */
  function opposites({ GROUPS, PREFIXES }, { LONGEST }) {
    const others = new Map();
    for (const group of GROUPS) {
      for (const part of group) {
        const known = others.get(part) ?? new Set();
        group.filter((other) => other !== part).forEach((other) => known.add(other));
        others.set(part, known);
      }
    }

    function* turned(word) {
      for (const [part, exchanged] of others) {
        for (let at = word.indexOf(part); at >= 0; at = word.indexOf(part, at + 1)) {
          for (const other of exchanged) {
            yield word.slice(0, at) + other + word.slice(at + part.length);
          }
        }
      }
      for (const prefix of PREFIXES) {
        yield prefix + word;
        if (word.startsWith(prefix) && word !== prefix) {
          yield word.slice(prefix.length);
        }
      }
    }

    return remembered((given) => {
      const word = casefold(given);
      const others = new Set(length(word) <= LONGEST ? turned(word) : []);
      others.delete(word);
      return others;
    });
  }

  function make(tables, wording, quantities) {
    const {
      words, key, squeezed, singular, singulars, differInNumber, hasDigit, isDigit, spelled, strip,
      isUpper, greekNames,
    } = wording;
    const table = tables.compare;
    const [DIRECTIONS, SMALL, ENDINGS, SIGNS] = [
      table.DIRECTIONS, tables.stop_words.ANSWER_STOP_WORDS, table.ENDINGS, table.SIGNS,
    ].map((list) => new Set(list));
    const FRONTS = without(new Set(tables.confusables.PREFIXES), SMALL);
    const [ASIDE, SHORT, DOUBLED] = [table.ASIDE, table.SHORT, table.DOUBLED].map((one) => regex(one, "g"));
    const CAPITALS = regex(table.CAPITALS);
    const EXACT = message("grading.exact"), OTHER = message("grading.other");
    const turnedFrom = opposites(tables.confusables, tables.opposites);

    const opposed = (one, other) =>
      turnedFrom(one).has(casefold(other)) || turnedFrom(other).has(casefold(one));
    const DENIAL = regex(tables.negation.DENIAL);
    const negates = (parts) => DENIAL.test(casefold(parts.join(" ")));

    /** Return whether a typed text says just what a card's text does, its brackets apart. */
    function matches(typed, text, cased) {
      return variants(text).some((variant) => key(typed, cased) === key(variant, cased));
    }

    /** Return a text, the same without its brackets, and the abbreviation that stands in them. */
    const variants = remembered((text) => {
      const plain = spelled(text);
      const bare = strip(plain.replace(ASIDE, ""));
      const short = [...plain.matchAll(SHORT)].map((match) => match[1]);
      const kept = short.filter((aside) => abbreviates(aside, bare));
      return [...new Set([plain, ...(bare ? [bare] : []), ...kept])];
    });

    /** Return the grade of a typed text against one text of a card. */
    function compare(text, typed, others, cased) {
      const given = words(typed, cased);
      const whole = squeezed(given);
      const all = variants(text);
      const asked = all.find((variant) => key(variant, cased) === whole) ?? all[0];
      const answer = words(asked, cased);
      if (whole === squeezed(answer)) {
        return grade(RIGHT, EXACT);
      }
      if (cased && key(asked) === key(typed)) {
        return grade(CLOSE, message("grading.capitals", { answer: spelled(asked) }));
      }
      if (quantities.same(asked, typed)) {
        return grade(RIGHT, message("grading.same_amount", { answer: asked }));
      }
      return turned(given, answer) ?? alike(given, answer, asked, others);
    }

    /** Return why an answer is wrong however alike it looks: a denial, an opposite, another number. */
    function turned(given, answer) {
      if (negates(given) !== negates(answer)) {
        return grade(WRONG, message("grading.negation_differs"));
      }
      const own = given.filter((word) => !answer.includes(word));
      for (const word of own) {
        const other = opposite(word, answer);
        if (other) {
          return grade(WRONG, message("grading.opposite", { word, other }));
        }
      }
      for (const sign of table.STRICT) {
        if (given.includes(sign) !== answer.includes(sign)) {
          return grade(WRONG, message("grading.sign_differs", { sign }));
        }
      }
      const whole = squeezed(answer);
      const digits = own.filter((word) => hasDigit(word) && (isDigit(word) || !whole.includes(word)));
      if (digits.length && answer.some(hasDigit)) {
        return grade(WRONG, message("grading.digit_differs", { word: digits[0] }));
      }
      return digits.length ? grade(WRONG, OTHER) : null;
    }

    /** Return the word of an answer that a word turns round, in the singular or the plural. */
    function opposite(word, answer) {
      const [one, bare] = [turnedFrom(word), turnedFrom(singular(word))];
      const isTurned = (other) => one.has(other) || bare.has(other);
      return answer.find((other) => isTurned(other) || isTurned(singular(other))) ?? "";
    }

    function alike(given, answer, asked, others) {
      const isPaired = given.length === answer.length && given.length > 0;
      const paired = isPaired ? given.map((word, place) => [word, answer[place]]) : [];
      const pairs = paired.filter((pair) => !differInNumber(...pair));
      if (isPaired && !pairs.length) {
        return grade(RIGHT, message("grading.plural", { answer: asked }));
      }
      if (others.has(squeezed(given)) || others.has(squeezed(singulars(given)))) {
        return grade(WRONG, message("grading.another_card"));
      }
      if (!isPaired) {
        return nested(given, answer) ?? runTogether(given, answer, asked);
      }
      if (isSameBag(given, answer)) {
        return reordered(given, answer);
      }
      if (pairs.every((pair) => negates(pair.slice(0, 1)) && negates(pair.slice(1)))) {
        return grade(CLOSE, message("grading.another_negation", { answer: asked }));
      }
      const names = new Set([...namesOf(asked), ...unitsOf(answer)]);
      if (pairs.some((pair) => pair.some((word) => isName(word, names)))) {
        return grade(WRONG, OTHER);
      }
      if (pairs.length === 1 && !others.has(pairs[0][0]) && isSlip(...pairs[0])) {
        return grade(RIGHT, message("grading.spelling", { answer: asked }));
      }
      if (pairs.every((pair) => isNear(...pair))) {
        return grade(CLOSE, message("grading.did_you_mean", { answer: asked }));
      }
      return nested(given, answer) ?? grade(WRONG, OTHER);
    }

    function reordered(given, answer) {
      if (joined(given) === joined(answer)) {
        return grade(RIGHT, message("grading.order_about_and"));
      }
      const signs = signed(given);
      if (signs && signs === signed(answer)) {
        return grade(RIGHT, message("grading.order_with_signs"));
      }
      // From M2 to M1 is not from M1 to M2, nor host versus graft what graft versus host is.
      const figures = [given, answer].map((parts) => parts.filter(hasDigit).join("\n"));
      const ends = [given, answer].map((parts) => poles(parts).join("\n"));
      const isDirected = answer.some((word) => DIRECTIONS.has(word)) || negates(answer);
      if (isDirected || figures[0] !== figures[1] || ends[0] !== ends[1]) {
        return grade(WRONG, message("grading.order_is_meaning"));
      }
      return grade(CLOSE, message("grading.order"));
    }

    /** Return names with the sign behind each, sorted; nothing where a word bears no sign: CD34+ CD45-. */
    function signed(parts) {
      const pieces = [[]];
      for (const part of parts.filter((word) => word !== "and")) {
        pieces.at(-1).push(part);
        if (SIGNS.has(part)) {
          pieces.push([]);
        }
      }
      return pieces.pop().length ? "" : pieces.map((piece) => piece.join(" ")).sort().join("\n");
    }

    /** Return the words whose opposites are said too, in their order; two about an `and` speak of the same. */
    function poles(parts) {
      const isAbout = (one, other) =>
        parts.some((part, place) => part === "and" && parts[place - 1] === one && parts[place + 1] === other);
      const isPole = (word, other) => opposed(word, other) && !isAbout(word, other) && !isAbout(other, word);
      return parts.filter((word) => parts.some((other) => isPole(word, other)));
    }

    /** Return what stands before, between and behind each `and`, sorted: there the order says nothing. */
    function joined(parts) {
      const pieces = [[]];
      for (const part of parts) {
        if (part === "and") {
          pieces.push([]);
        } else {
          pieces.at(-1).push(part);
        }
      }
      return pieces.map((piece) => piece.join("\n")).sort().join("\n\n");
    }

    /** Return the grade of a part of the answer, or of the answer with more beside it. */
    function nested(given, answer) {
      const [typed, wanted] = [new Set(singulars(given)), new Set(singulars(answer))];
      if (typed.size === wanted.size && isSubset(typed, wanted)) {
        return reordered(given, answer);
      }
      if (isWithin(typed, wanted)) {
        return partly(given, answer, typed, wanted);
      }
      return isWithin(wanted, typed) ? more(typed, wanted) : null;
    }

    function front(extra) {
      const fronts = [...extra].filter((word) => FRONTS.has(word)).sort();
      return fronts.length ? grade(WRONG, message("grading.another_word", { word: fronts[0] })) : null;
    }

    function partly(given, answer, typed, wanted) {
      const another = front(without(wanted, typed));
      if (another) {
        return another;
      }
      if (isSubset(typed, SIGNS) || !isHalf(typed, wanted)) {
        return null;
      }
      const lacking = answer.filter((word) => !typed.has(singular(word)));
      const isStart = given.length <= answer.length && given.every((word, place) => word === answer[place]);
      const unit = hasDigit(given.at(-1)) && isStart && !lacking.some(hasDigit);
      const name = unit ? "grading.unit_missing" : "grading.part_missing";
      return grade(CLOSE, message(name, { words: lacking.join(", ") }));
    }

    function more(typed, wanted) {
      const beside = without(typed, wanted);
      const another = front(beside);
      if (another) {
        return another;
      }
      if ([...without(beside, SMALL)].some((word) => isName(word, new Set()))) {
        return grade(WRONG, OTHER);
      }
      return grade(CLOSE, message("grading.more_beside"));
    }

    /** Return whether a part is half of the whole, by its words or by their letters. */
    function isHalf(part, whole) {
      const [some, every] = [without(part, SMALL), without(whole, SMALL)];
      const letters = (kept) => [...kept].reduce((sum, word) => sum + length(word), 0);
      return some.size > 0 && (2 * letters(some) >= letters(every) || 2 * some.size >= every.size);
    }

    /** Return the grade of words with a blank too many or too few, and perhaps a slip. */
    function runTogether(given, answer, asked) {
      const [one, other, names] = [squeezed(given), squeezed(answer), namesOf(asked)];
      const guess = ![...given, ...answer].some((word) => !SMALL.has(word) && isName(word, names));
      if (guess && length(other) > 2 * table.SHORTEST_MISSPELT && edits(one, other) <= 1) {
        return grade(CLOSE, message("grading.did_you_mean", { answer: asked }));
      }
      return grade(WRONG, OTHER);
    }

    /** Return whether one letter slipped in a long word: not the first, for prefixes turn the meaning. */
    function isSlip(typed, wanted) {
      const short = Math.min(length(typed), length(wanted)) < table.SHORTEST_MISSPELT;
      if (short || first(typed) !== first(wanted) || edits(typed, wanted) !== 1) {
        return false;
      }
      const exchanged = length(typed) === length(wanted) && !isSameBag(Array.from(typed), Array.from(wanted));
      if (exchanged && sound(typed) !== sound(wanted)) {
        return false;
      }
      const turns = [...turnedFrom(wanted)].filter((other) => first(other) === first(typed));
      return !turns.some((other) => edits(typed, other) <= 1);
    }

    /** Return whether a word may be meant by another, and is not nearer to what turns its meaning. */
    function isNear(typed, wanted) {
      if (opposed(typed, wanted)) {
        return false;
      }
      const [apart, size] = [edits(typed, wanted), length(wanted)];
      const most = Math.max(1, Math.floor(size / 6));
      const near = apart <= most && most < size / 3;
      if (!near && sound(typed) !== sound(wanted) && !isForm(typed, wanted)) {
        return false;
      }
      return ![...turnedFrom(wanted)].some((other) => edits(typed, other) < apart);
    }

    function isForm(typed, wanted) {
      const [short, long] = length(wanted) < length(typed) ? [wanted, typed] : [typed, wanted];
      return length(short) > 4 && long.startsWith(short) && ENDINGS.has(long.slice(short.length));
    }

    function sound(word) {
      const spoken = table.SOUNDS.reduce((soFar, [written, heard]) => soFar.replaceAll(written, heard), word);
      return spoken.replace(DOUBLED, "$1");
    }

    /** Return the abbreviations of a text, of which no letter is ever a slip: EGF and VEGF, NO and CO. */
    function namesOf(asked) {
      const short = words(asked, true).filter((word) => length(word) <= table.LONGEST_NAME);
      return new Set(short.filter((word) => CAPITALS.test(word)).map(casefold));
    }

    /** Return the short words that stand right behind a number: mol and mmol are a letter apart. */
    function unitsOf(answer) {
      return answer.filter(
        (unit, place) => place && isDigit(Unicode.last(answer[place - 1])) && length(unit) <= table.LONGEST_UNIT,
      );
    }

    /** Return whether no letter of a word may be guessed: digits, a lone letter, Greek, an abbreviation. */
    function isName(word, names) {
      const short = length(word) <= 2 && !SMALL.has(word);
      return hasDigit(word) || short || greekNames.has(word) || names.has(casefold(word));
    }

    /** Return whether what stands in brackets is the initials of the words before it, or letters of them. */
    function abbreviates(aside, bare) {
      const letters = Array.from(casefold(bare));
      const capitals = Array.from(aside).filter(isUpper).map(casefold);
      let at = -1;
      const inOrder = capitals.every((letter) => (at = letters.indexOf(letter, at + 1)) >= 0);
      return casefold(first(bare)) === casefold(first(aside)) && capitals.length > 1 && inOrder;
    }

    return Object.freeze({ EXACT, OTHER, matches, variants, compare });
  }

  return Object.freeze({ make, grade, edits, RIGHT, CLOSE, WRONG });
})();
