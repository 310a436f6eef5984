/**
 * What a typed or chosen answer is worth, and why: the grader of `msc_learn.grading.grade`, `choices` and
 * `marking` once more, in the browser. What it knows comes from `msc_learn.page.tables` and `grading`.
 */
const Grader = (() => {
  "use strict";

  const { message } = Messages;
  const { regex, split, length } = Unicode;
  const { grade: graded, RIGHT, CLOSE, WRONG } = Compare;
  const RANK = [WRONG, CLOSE, RIGHT];

  /**
   * What `grading_of` gives of a card; what is empty is left out.
   *
   * @typedef {object} CardGrading
   * @property {string[]} expected
   * @property {string[]} [accept]
   * @property {[string, string][]} [reject]
   * @property {string[]} [distractors]
   * @property {boolean} [list]
   * @property {number} [need]
   * @property {boolean} [ordered]
   * @property {boolean} [case]
   * @property {boolean} [typable]
   * @property {boolean} [choice]
   * @property {{rejected?: string[], near?: number[], far?: number[], clash?: [number, number][]}} [borrowed]
   */

  /**
   * Return a marker of a course.
   *
   * @param {object} tables what `tables()` gives
   * @param {{answers: string[], lent: string[]}} course what `course_of` gives
   * @param {(text: string) => string} [sha256] the digest of a text in UTF-8, as hexadecimal digits;
   *   only `options` needs it
   */
  function make(tables, course, sha256) {
    const wording = Normalise.make(tables);
    const quantities = Quantities.make(tables, wording);
    const comparing = Compare.make(tables, wording, quantities);
    const typed = typing(tables, wording, quantities, comparing, new Set(course.answers));
    const { spelled, spans, key } = wording;

    /** Return whether a text says just what the card asks for. */
    function isAnswer(card, text) {
      const isShort = !isTooLong(card, text, tables.grade.MOST);
      return isShort && card.expected.some((one) => key(spelled(one)) === key(text));
    }

    return Object.freeze({
      typed,
      chosen: (card, picked) => gradePicked(card, picked, spelled),
      options: drawing(tables, course, wording, sha256),
      isAnswer,
      isTypable: (card) => Boolean(card.typable),
      answers: (card) => card.expected.length,
      spans,
      spelled,
    });
  }

  /** Return whether a typed text is so long that it need not be read. */
  function isTooLong({ expected }, text, most) {
    return length(text) > most + 4 * expected.reduce((sum, one) => sum + length(one), 0);
  }

  /** Return the function that grades what is typed. */
  function typing(tables, wording, quantities, comparing, others) {
    const { words, spelled, squeezed, singulars, strip } = wording;
    const { compare, matches, variants, EXACT, OTHER } = comparing;
    const table = tables.grade;
    const [HARD_BREAKS, LOOSE_BREAKS, SOFT_BREAKS, SLASHES, OR, ASIDE, WORD] = [
      table.HARD_BREAKS, table.LOOSE_BREAKS, table.SOFT_BREAKS, table.SLASHES, table.OR, table.ASIDE, table.WORD,
    ].map((pattern) => regex(pattern, "g"));
    const WITHIN = regex(table.WITHIN);

    /**
     * Return what a typed answer to a card is worth.
     *
     * @param {CardGrading} card
     * @param {string} text
     */
    function grade(card, text) {
      const { expected, accept = [], reject = [], distractors = [], case: cased = false } = card;
      if (isTooLong(card, text, table.MOST)) {
        return graded(WRONG, message("grading.too_long"));
      }
      if (!words(text).length) {
        return graded(WRONG, message("grading.nothing_typed"));
      }
      for (const [miss, message] of reject) {
        if (matches(text, miss, cased)) {
          return graded(WRONG, message);
        }
      }
      if (distractors.some((option) => matches(text, option, cased))) {
        return graded(WRONG, message("grading.wrong_option"));
      }
      return card.list ? gradeList(card, text) : gradeText([...expected, ...accept], text, cased);
    }

    /** Return the best grade of a typed text against the accepted ones, the card's own first. */
    function gradeText(accepted, text, cased) {
      const outcome = best(accepted, text, cased);
      const parts = outcome.verdict === CLOSE ? hedged(accepted, text) : [];
      if (!parts.length) {
        return outcome;
      }
      if (parts.some((part) => best(accepted, part, cased).verdict !== RIGHT)) {
        return graded(WRONG, message("grading.two_answers"));
      }
      return graded(RIGHT, message("grading.same_twice", { answer: spelled(accepted[0]) }));
    }

    function best(accepted, text, cased) {
      const grades = [];
      for (const [place, one] of accepted.entries()) {
        const outcome = (place && allowed(one, accepted[0], text)) || compare(one, text, others, cased);
        if (outcome.verdict === RIGHT) {
          const also = message("grading.accepted", { answer: spelled(accepted[0]) });
          return place && outcome.reason === EXACT ? graded(RIGHT, also) : outcome;
        }
        grades.push(outcome);
      }
      // Of equals the first wins, for it speaks of the card's own words; a telling reason beats none.
      const rank = (outcome) => 2 * RANK.indexOf(outcome.verdict) + (outcome.reason === OTHER ? 0 : 1);
      return grades.reduce((most, outcome) => (rank(outcome) > rank(most) ? outcome : most));
    }

    /** Return the grade of an amount within the tolerance that an accepted text is, if it is one. */
    function allowed(entry, answer, text) {
      const tolerance = quantities.tolerance(entry, spelled(answer));
      const held = tolerance ? quantities.holds(tolerance, text) : false;
      if (held === null) {
        return graded(CLOSE, message("grading.unit_missing", { words: spelled(answer) }));
      }
      return held ? graded(RIGHT, message("grading.within", { tolerance: entry, answer: spelled(answer) })) : null;
    }

    /** Return the answers between which a typed text leaves the choice; none where the card does so too. */
    function hedged(accepted, text) {
      if (accepted.some((one) => one.search(OR) >= 0)) {
        return [];
      }
      const parts = split(OR, text).filter((part) => words(part).length);
      return parts.length > 1 ? parts : [];
    }

    /** Return the grade of an enumeration, in any order unless the card says otherwise. */
    function gradeList(card, text) {
      const { expected, accept = [], case: cased = false } = card;
      const [matched, close, extra] = [new Set(), [], []];
      const pieces = piecesOf(expected, text, cased);
      if (pieces.length > table.MOST_PIECES) {
        return graded(WRONG, message("grading.too_many"));
      }
      for (const piece of pieces) {
        const grades = expected.map((item) => itemGrade(item, piece, cased));
        const ranks = grades.map((one) => RANK.indexOf(one.verdict));
        const place = ranks.indexOf(Math.max(...ranks));
        if (grades[place].verdict === RIGHT) {
          matched.add(expected[place]);
        } else if (grades[place].verdict === CLOSE && !matched.has(expected[place])) {
          close.push(grades[place]);
        } else if (!accept.some((one) => matches(piece, one, cased))) {
          extra.push(strip(piece));
        }
      }
      const missing = expected.filter((item) => !matched.has(item)).map(spelled);
      const order = expected.filter((item) => matched.has(item));
      const named = [...matched];
      const inOrder = named.length === order.length && named.every((item, place) => item === order[place]);
      return listGrade(matched.size, card.need ?? expected.length, missing, extra, close, inOrder || !card.ordered);
    }

    /** Return the parts of a typed list; an `and` or a slash within an item does not part it. */
    function piecesOf(wanted, text, cased) {
      const hard = wanted.some((item) => WITHIN.test(item)) ? LOOSE_BREAKS : HARD_BREAKS;
      const isWhole = (piece) => wanted.some((item) => matches(piece, item, cased));
      let pieces = [text];
      for (const breaks of [hard, SOFT_BREAKS, SLASHES]) {
        pieces = pieces.flatMap((piece) =>
          isWhole(piece) ? [piece] : split(breaks, piece, table.MOST_PIECES + 1),
        );
      }
      return pieces
        .flatMap((piece) => runTogether(wanted, piece, cased))
        .filter((piece) => words(piece).length);
    }

    /** Part a piece that names items with nothing but blanks between them; any other stays whole. */
    function runTogether(wanted, piece, cased) {
      const texts = wanted.flatMap(variants);
      const numberApart = (one) => squeezed(singulars(words(one, cased)));
      const keys = new Set(texts.map(numberApart));
      const most = Math.max(...texts.map((one) => [...one.matchAll(WORD)].length)) + 2;
      const parts = [];
      let rest = wording.split(piece);
      while (rest.length) {
        let size = Math.min(rest.length, most);
        while (size && !keys.has(numberApart(rest.slice(0, size).join(" ")))) {
          size -= 1;
        }
        if (!size) {
          return [piece];
        }
        parts.push(rest.slice(0, size).join(" "));
        rest = rest.slice(size);
      }
      return parts;
    }

    function itemGrade(item, piece, cased) {
      const asides = [...spelled(item).matchAll(ASIDE)].map((match) => match[1]);
      return gradeText([item, ...asides], piece, cased);
    }

    return grade;
  }

  function listGrade(hits, need, missing, extra, close, inOrder) {
    const reasons = [`${hits} of ${need}`];
    if (hits < need && missing.length) {
      reasons.push(`missing: ${missing.join(", ")}`);
    }
    if (extra.length) {
      reasons.push(message("grading.does_not_belong", { items: extra.join(", ") }));
    }
    if (!inOrder) {
      reasons.push(message("grading.order_counts"));
    }
    reasons.push(...close.slice(0, 1).map((one) => one.reason));
    if (hits >= need && !extra.length && !close.length && inOrder) {
      return graded(RIGHT, reasons.join("; "), missing);
    }
    const half = 2 * (hits + close.length) >= need;
    return graded(half ? CLOSE : WRONG, reasons.join("; "), missing, extra, close.length);
  }

  /**
   * Return the grade of options picked: each wrong one takes away a right one.
   *
   * @param {CardGrading} card
   * @param {string[]} picked
   */
  function gradePicked(card, picked, spelled) {
    const right = card.expected;
    const reject = new Map(card.reject);
    const missing = right.filter((option) => !picked.includes(option)).map(spelled);
    const wrong = picked.filter((option) => !right.includes(option));
    if (right.length === 1 && !missing.length && !wrong.length) {
      return graded(RIGHT);
    }
    if (right.length === 1 && wrong.length === 1) {
      return graded(WRONG, [message("grading.you_chose", { option: wrong[0] }), reject.get(wrong[0])].filter(Boolean).join(": "));
    }
    const hits = right.length - missing.length;
    const reasons = [`${hits} of ${right.length}`];
    if (missing.length) {
      reasons.push(`missing: ${missing.join(", ")}`);
    }
    if (wrong.length) {
      const why = (option) => (reject.get(option) ? `${option} (${reject.get(option)})` : option);
      reasons.push(message("grading.not_right", { options: wrong.map(why).join(", ") }));
    }
    const half = 2 * (hits - wrong.length) >= right.length ? CLOSE : WRONG;
    const verdict = missing.length || wrong.length ? half : RIGHT;
    return graded(verdict, reasons.join("; "), missing, wrong.map(spelled));
  }

  /** Return the function that draws the options of a card, in the order of a seed. */
  function drawing(tables, course, wording, sha256) {
    const most = tables.options.WRONG_OPTIONS;

    function inOrder(seed, options, textOf) {
      const keys = new Map(options.map((option) => [option, shuffleKey(seed, textOf(option))]));
      return [...options].sort((one, other) => (keys.get(one) < keys.get(other) ? -1 : 1));
    }

    // A lone half of a pair has no UTF-8, and is a question mark to Python.
    const shuffleKey = (seed, text) => sha256(`${seed}\0${text}`.replace(/\p{Surrogate}/gu, "?"));

    /** Return the wrong options that a card borrows, as its author rejects them or as a seed draws them. */
    function borrowed({ rejected = [], near = [], far = [], clash = [] }, seed) {
      const texts = [...rejected, ...[...near, ...far].map((place) => course.lent[place])];
      const barred = new Set(clash.flatMap(([one, two]) => [`${one} ${two}`, `${two} ${one}`]));
      const chosen = rejected.map((_, place) => place);
      const groups = [near, far].map((group, at) => {
        const begin = rejected.length + (at ? near.length : 0);
        return group.map((_, place) => begin + place);
      });
      for (const group of groups) {
        for (const place of inOrder(seed, group, (one) => texts[one])) {
          if (chosen.length < most && !chosen.some((one) => barred.has(`${one} ${place}`))) {
            chosen.push(place);
          }
        }
      }
      return chosen.map((place) => texts[place]);
    }

    /**
     * Return the options of a multiple choice, null where no good ones exist.
     *
     * @param {CardGrading} card
     * @param {string} seed
     */
    return function options(card, seed) {
      if (!card.choice && !card.borrowed) {
        return null;
      }
      const wrong = card.choice ? card.distractors : borrowed(card.borrowed, seed);
      if (!card.choice && wrong.length < most) {
        return null;
      }
      return inOrder(seed, [...card.expected, ...wrong], (one) => one);
    };
  }

  return Object.freeze({ make });
})();
