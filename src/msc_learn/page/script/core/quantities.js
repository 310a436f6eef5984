/** Amounts with their units, as `msc_learn.text.quantities` has them; numbers are exact fractions. */
const Quantities = (() => {
  "use strict";

  const { regex, whole, split } = Unicode;

  /**
   * @typedef {[bigint, bigint]} Fraction numerator and denominator, the second above zero
   * @typedef {{low: Fraction, high: Fraction, unit: string[]}} Amount
   */

  /** @param {Fraction} one @param {Fraction} other @returns {Fraction} */
  const times = ([a, b], [c, d]) => [a * c, b * d];
  /** @param {Fraction} one @param {Fraction} other @returns {Fraction} */
  const plus = ([a, b], [c, d]) => [a * d + c * b, b * d];
  /** @param {Fraction} one @param {Fraction} other @returns {Fraction} */
  const minus = (one, [c, d]) => plus(one, [-c, d]);
  /** @param {Fraction} one @returns {Fraction} */
  const size = ([a, b]) => [a < 0n ? -a : a, b];
  const isAtMost = ([a, b], [c, d]) => a * d <= c * b;
  const isSame = ([a, b], [c, d]) => a * d === c * b;
  const sameUnit = (one, other) => one.join(" ") === other.join(" ");
  const isOne = (amount) => isSame(amount.low, amount.high);

  /** @param {string} text @returns {Fraction} */
  function fraction(text) {
    const [before, after = ""] = text.split(".");
    return [BigInt(before + after), 10n ** BigInt(after.length)];
  }

  /** @param {number} power @returns {Fraction} */
  function powerOfTen(power) {
    return power < 0 ? [1n, 10n ** BigInt(-power)] : [10n ** BigInt(power), 1n];
  }

  function make(tables, { words, strip }) {
    const table = tables.quantities;
    const [NUMBER, RANGE, UNIT] = [table.NUMBER, table.RANGE, table.UNIT].map(whole);
    const SPREAD = regex(table.SPREAD, "g");
    const sizes = new Map(table.SIZES);
    const seconds = new Map(table.SECONDS);

    /**
     * Return what a text measures, null if it is anything else.
     * @param {string} text @returns {Amount|null}
     */
    function amount(text) {
      const parts = words(text);
      if (!parts.length || parts.length > table.MOST_WORDS || parts.slice(1).some((part) => NUMBER.test(part))) {
        return null;
      }
      const bounds = NUMBER.test(parts[0]) ? [null, parts[0], parts[0]] : RANGE.exec(parts[0]);
      if (!bounds) {
        return null;
      }
      const [by, unit] = sized(parts.slice(1));
      return { low: times(fraction(bounds[1]), by), high: times(fraction(bounds[2]), by), unit };
    }

    /** Return whether two texts are one number in two sizes of one unit: 0.5 mg and 500 µg. */
    function same(one, other) {
      const [first, second] = [amount(one), amount(other)];
      if (!first || !second || !first.unit.length || !sameUnit(first.unit, second.unit)) {
        return false;
      }
      return isSame(first.low, second.low) && isSame(first.high, second.high);
    }

    /** Return what an accepted text such as `5 ± 0.5` allows around an answer of one number, else null. */
    function tolerance(entry, answer) {
      const centre = amount(answer);
      if (!centre || !isOne(centre)) {
        return null;
      }
      const [middle, spread] = split(SPREAD, entry, 1);
      const quantity = spread === undefined ? amount(entry) : around(middle, spread);
      if (!quantity || isOne(quantity)) {
        return null;
      }
      if (quantity.unit.length) {
        return quantity;
      }
      const [by, unit] = sized(words(answer).slice(1));
      return { low: times(quantity.low, by), high: times(quantity.high, by), unit };
    }

    /** Return whether a tolerance holds a typed amount; null where only the unit is missing. */
    function holds(allowed, typed) {
      const given = amount(typed);
      if (!given) {
        return false;
      }
      if (allowed.unit.length && !given.unit.length) {
        const bare = amount(`${typed} ${allowed.unit.join(" ")}`);
        return bare && sameUnit(bare.unit, allowed.unit) ? null : false;
      }
      return (
        sameUnit(given.unit, allowed.unit) &&
        isAtMost(allowed.low, given.low) &&
        isAtMost(given.low, given.high) &&
        isAtMost(given.high, allowed.high)
      );
    }

    /** Return the stretch around a middle; the unit may stand behind either or both. */
    function around(middle, spread) {
      let centre = amount(middle);
      let reach = amount(spread);
      if (centre && reach && reach.unit.length && !centre.unit.length) {
        centre = amount(`${middle} ${strip(spread).replace(/^[0-9.,]+/, "")}`);
      }
      if (!centre || !reach || (reach.unit.length && !sameUnit(reach.unit, centre.unit))) {
        return null;
      }
      if (!reach.unit.length) {
        const [by] = sized(words(middle).slice(1));
        reach = { ...reach, low: times(reach.low, by), high: times(reach.high, by) };
      }
      return {
        low: minus(centre.low, size(reach.low)),
        high: plus(centre.high, size(reach.high)),
        unit: centre.unit,
      };
    }

    /**
     * Return how large a unit is, and the unit without its size; a second part divides.
     * @param {string[]} unit @returns {[Fraction, string[]]}
     */
    function sized(unit) {
      let by = /** @type {Fraction} */ ([1n, 1n]);
      const bare = [...unit];
      unit.slice(0, 2).forEach((part, place) => {
        const match = UNIT.exec(part);
        if (match) {
          const power = sizes.get(match[1]);
          by = times(by, powerOfTen(place ? -power : power));
          bare[place] = match[2];
        } else if (seconds.has(part)) {
          const count = BigInt(seconds.get(part));
          by = times(by, place ? [1n, count] : [count, 1n]);
          bare[place] = "s";
        }
      });
      return [by, bare];
    }

    return Object.freeze({ same, tolerance, holds });
  }

  return Object.freeze({ make });
})();
