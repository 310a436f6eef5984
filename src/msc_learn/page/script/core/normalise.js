/**
 * One form for what is written in many ways, as `msc_learn.text.normalise` and `numerals` have it, and the
 * small markup of `msc_learn.text.markup`.
 */
const Normalise = (() => {
  "use strict";

  const { remembered, regex, whole, replacer, casefold, length, first, last } = Unicode;

  /** Return a function that yields a text as stretches of [style, text]; marks do not nest. */
  function markup(tables) {
    const mark = regex(tables.MARK, "g");
    const closing = new Map(tables.CLOSING);

    function* spans(text) {
      let begun = 0;
      const unclosed = new Set();
      mark.lastIndex = 0;
      for (let match = mark.exec(text); match; match = mark.exec(text)) {
        let [name, value] = Object.entries(match.groups).find(([, group]) => group !== undefined);
        let at = match.index + match[0].length;
        if (name === "maths") {
          const end = unclosed.has(value) ? -1 : text.indexOf(closing.get(value), at + 1);
          if (end < 0) {
            unclosed.add(value);
            continue;
          }
          at = end + 2;
          value = text.slice(match.index, at);
        }
        if (match.index > begun) {
          yield ["plain", text.slice(begun, match.index)];
        }
        yield [name === "literal" ? "plain" : name, value];
        begun = mark.lastIndex = at;
      }
      if (begun < text.length) {
        yield ["plain", text.slice(begun)];
      }
    }

    return (text) => [...spans(text)];
  }

  /** Numbers in one form: in words, as ordinals, in Roman numerals, with zeros and powers. */
  function numerals(tables) {
    const small = new Map(tables.SMALL_NUMBERS);
    const tens = new Map(tables.TENS);
    const scales = new Map(tables.SCALES);
    const ordinals = new Map(tables.ORDINALS);
    const times = new Map(tables.TIMES);
    const letters = new Map(tables.LETTERS);
    const classes = new Set(tables.ROMAN_CONTEXTS);
    const [ROMAN, SURELY_ROMAN, NUMBER, DIGITS] = ["ROMAN", "SURELY_ROMAN", "NUMBER", "DIGITS"].map((name) =>
      whole(tables[name]),
    );

    const at = (tokens, place) => (place < tokens.length ? casefold(tokens[place]) : "");

    function numbered(tokens) {
      const written = [];
      let place = 0;
      let classed = false;
      while (place < tokens.length) {
        const word = casefold(tokens[place]);
        let [taken, digits] = spelt(tokens, place);
        const numeral = classed || SURELY_ROMAN.test(word) ? roman(word) : "";
        if (numeral) {
          [taken, digits] = [1, [numeral]];
        } else if (!taken) {
          [taken, digits] = [1, [ordinals.get(word) ?? tokens[place]]];
        }
        classed = classes.has(word) || (classed && (numeral !== "" || ["and", "or", "to"].includes(word)));
        written.push(...digits);
        place += taken;
      }
      return written;
    }

    function plain(word) {
      const match = NUMBER.exec(word);
      if (!match) {
        return word;
      }
      const [, sign, before, after = "", power = "0"] = match;
      let digits = before + after;
      let point = before.length + Number(power);
      digits = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
      point = Math.max(point, 0);
      const integer = digits.slice(0, point).replace(/^0+/, "") || "0";
      const part = digits.slice(point).replace(/0+$/, "");
      const value = part ? `${integer}.${part}` : integer;
      return value === "0" ? value : sign + value;
    }

    /**
     * Return how many words from an index on are a number written out, and that number.
     * @returns {[number, string[]]}
     */
    function spelt(tokens, start) {
      const word = at(tokens, start);
      if (times.has(word)) {
        return [1, [times.get(word), "times"]];
      }
      const scale = scales.get(at(tokens, start + 1));
      if (scale && (word === "a" || DIGITS.test(word))) {
        return [2, [`${word === "a" ? 1 : word}e${scale}`]];
      }
      let [taken, value] = belowHundred(tokens, start);
      if (!taken) {
        return [0, []];
      }
      let place = start + taken;
      if (at(tokens, place) === "hundred") {
        [value, place] = [100 * value, place + 1];
        const more = place + (at(tokens, place) === "and" ? 1 : 0);
        const [beside, rest] = belowHundred(tokens, more);
        if (beside) {
          [value, place] = [value + rest, more + beside];
        }
      }
      const power = scales.get(at(tokens, place));
      return power ? [place + 1 - start, [`${value}e${power}`]] : [place - start, [String(value)]];
    }

    function belowHundred(tokens, place) {
      const word = at(tokens, place);
      const more = small.get(at(tokens, place + 1)) ?? 0;
      if (tens.has(word)) {
        return more > 0 && more < 10 ? [2, tens.get(word) + more] : [1, tens.get(word)];
      }
      return small.has(word) ? [1, small.get(word)] : [0, 0];
    }

    function roman(word) {
      const match = ROMAN.exec(word);
      if (!match || !match[1]) {
        return "";
      }
      const values = Array.from(match[1], (letter) => letters.get(letter));
      const signed = values.map((value, place) => (value < (values[place + 1] ?? 0) ? -value : value));
      return `${signed.reduce((sum, value) => sum + value, 0)}${match[2]}`;
    }

    return { numbered, plain };
  }

  function make(tables) {
    const text = Unicode.make(tables);
    const spans = markup(tables.markup);
    const { numbered, plain } = numerals(tables.numerals);
    const table = tables.normalise;
    const [greek, drugs] = [new Map(tables.greek.GREEK), new Map(tables.spelling.DRUGS)];
    const [units, afterNumber, afterUnit] = ["UNITS", "AFTER_NUMBER", "AFTER_UNIT"].map(
      (name) => new Map(tables.units[name]),
    );
    const [superscripts, subscripts, inFull] = ["SUPERSCRIPTS", "SUBSCRIPTS", "IN_FULL"].map(
      (name) => new Map(table[name]),
    );
    const [leads, noLead, shortUnits] = [table.LEADS, table.NO_LEAD, tables.units.SHORT_UNITS].map(
      (list) => new Set(list),
    );
    const [BARE, RANGE] = [whole(table.BARE), whole(table.RANGE)];
    const unaccented = replacer(table.ACCENTS, "");
    const dashed = replacer(table.DASHES, "-");
    const unquoted = replacer(table.QUOTES, "");
    const unblanked = replacer(table.SPACES, "");
    const uncontracted = replacer(table.CONTRACTED, (_, verb) => `${inFull.get(verb ?? "") ?? verb} not`);
    // The steps that need a function, by their names in Python.
    const calls = {
      power: (digits) => `^${Array.from(digits, (sign) => superscripts.get(sign)).join("")}`,
      spell_letter: (letter) => greek.get(letter.toLowerCase()) ?? letter,
      ungrouped: (number, separator) => number.replaceAll(separator, ""),
    };
    const steps = table.STEPS.map(([pattern, text]) => replacer(pattern, text.call ? calls[text.call] : text));
    const bounds = tables.numerals.BOUNDS.map(([pattern, sign]) => replacer(pattern, sign));
    const spellings = tables.spelling.SPELLINGS.map(([pattern, american]) => replacer(pattern, american));
    const singularRules = tables.plurals.SINGULARS.map(([pattern, rest]) => [regex(pattern), rest]);
    const folded = remembered((given) => unified(given, false));
    const kept = remembered((given) => unified(given, true));

    /** Return the words of a text in their one form; `cased` keeps capitals. */
    function words(given, cased = false) {
      return cased ? kept(given) : folded(given);
    }

    function unified(given, cased) {
      if (BARE.test(given)) {
        const parted = given.replaceAll("-", " ");
        return finished(cased ? parted : parted.toLowerCase());
      }
      let plain = unaccented(given.replaceAll("\0", " ").normalize("NFD")).replaceAll("µ", "μ");
      plain = unquoted(dashed(plain.normalize("NFC")));
      plain = cased ? plain : casefold(plain);
      plain = text.strip(Array.from(plain, (sign) => subscripts.get(sign) ?? sign).join(""));
      return finished(steps.reduce((soFar, step) => step(soFar), plain));
    }

    function finished(given) {
      const spelledOut = numbered(text.split(uncontracted(given.replaceAll("per cent", "percent")))).join(" ");
      const tokens = text
        .split(bounds.reduce((soFar, bound) => bound(soFar), spelledOut))
        .filter((word) => !["the", "per"].includes(casefold(word)));
      let lead = 0;
      while (
        tokens.length - lead > 1 &&
        leads.has(casefold(tokens[lead])) &&
        !noLead.has(casefold(tokens[lead + 1]))
      ) {
        lead += 1;
      }
      return measured(tokens.slice(lead).map(oneForm));
    }

    /** Return words with the units behind numbers in one form; a degree needs no word. */
    function measured(tokens) {
      const all = [];
      const none = new Map();
      let forms = none;
      for (const word of tokens) {
        if (forms.size && (word === "degree" || word === "degrees")) {
          continue;
        }
        all.push(...(forms.get(word) ?? word).split(" "));
        const isNumber = text.isDigit(last(word)) && !text.isAlpha(first(word));
        const isUnit = forms.size > 0 && shortUnits.has(all.at(-1));
        forms = isNumber ? afterNumber : isUnit ? afterUnit : none;
      }
      return Object.freeze(all);
    }

    function oneForm(word) {
      const bounds = RANGE.exec(word);
      if (bounds) {
        return `${plain(bounds[1])}-${plain(bounds[2])}`;
      }
      if (text.hasDigit(word)) {
        return plain(word);
      }
      const british = units.get(word) ?? word;
      const american = spellings.reduce((soFar, fold) => fold(soFar), british);
      return drugs.get(american) ?? american;
    }

    const squeezed = (parts) => unblanked(parts.join(" "));

    /** Return the form in which equal answers are equal. */
    const key = (given, cased = false) => squeezed(words(given, cased));

    function singular(word) {
      const mayBePlural = length(word) > 3 && word.endsWith("s") && !text.hasDigit(word);
      const rule = mayBePlural && singularRules.find(([plural]) => plural.test(word));
      return rule ? word.replace(...rule) : word;
    }

    const singulars = (parts) => parts.map(singular);

    /** Return whether one word is the plural of the other, in English, Latin or Greek. */
    function differInNumber(one, other) {
      if (text.hasDigit(one + other) || singular(one) === singular(other)) {
        return singular(one) === singular(other);
      }
      return tables.plurals.PLURALS.some((ends) => isPlural(one, other, ends) || isPlural(other, one, ends));
    }

    function isPlural(one, many, [ending, plural]) {
      if (!one.endsWith(ending) || many.endsWith("ss")) {
        return false;
      }
      const stem = one.slice(0, one.length - ending.length);
      return length(stem) > 2 && many === stem + plural;
    }

    /** Return a card's text as one would type it: without marks, a power behind `^`. */
    const spelled = (marked) =>
      spans(marked).map(([style, value]) => (style === "sup" ? `^${value}` : value)).join("");

    return Object.freeze({
      ...text, spans, spelled, words, key, squeezed, singular, singulars, differInNumber,
      greekNames: new Set(greek.values()),
    });
  }

  return Object.freeze({ make });
})();
