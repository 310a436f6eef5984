/**
 * What an answer in an exam is worth, by what was frozen when it began and by nothing else: the rules of
 * `msc_learn.exams.scoring` once more. Needs `Normalise` and `Grader`.
 */
const ExamScoring = (() => {
  "use strict";

  const { close_score: CLOSE } = SHARED.constants.exam;

  /** How many answers an item asks for. */
  const needed = (item) => item.need || item.key.length;

  /** What a grade is worth: of a list, the share that was named, less what does not belong. */
  function worth(item, { verdict, missing, extra, near = 0 }) {
    if (verdict === "right") return 1;
    if (item.key.length === 1) return verdict === "close" ? CLOSE : 0;
    if (verdict === "wrong" && !missing.length) return 0;
    const need = needed(item), hits = Math.min(item.key.length - missing.length, need);
    const share = (hits + CLOSE * near - extra.length) / need;
    // All is there, but in another order, or with something beside it that is near to one of them.
    return share >= 1 ? CLOSE : Math.max(share, 0);
  }

  function gradingOf(item) {
    const several = item.key.length > 1;
    return {
      expected: item.key, accept: item.accept, reject: item.reject, list: several, ordered: item.ordered,
      case: item.case, ...(several && item.need ? { need: item.need } : {}),
    };
  }

  /** The one form of every answer of an attempt and of those near to them: no slip turns into one of these. */
  function answersOf(items, { words, spelled, squeezed, singulars }) {
    const texts = new Set(items.flatMap((item) => [...item.key, ...item.others]));
    return [...texts].map((text) => words(spelled(text))).flatMap((parts) => [squeezed(parts), squeezed(singulars(parts))]);
  }

  /**
   * Marks the answers to the items of an attempt, each by its number from 0.
   * @param {object} tables what the grader knows @param {ExamItem[]} items
   */
  function make(tables, items) {
    const grader = Grader.make(tables, { answers: answersOf(items, Normalise.make(tables)), lent: [] });
    const gradings = items.map(gradingOf);
    const grade = (number, answer, picked = []) => (items[number].mode === "choice"
      ? grader.chosen(gradings[number], picked) : grader.typed(gradings[number], answer));
    const score = (number, answer, picked = []) => worth(items[number], grade(number, answer, picked));
    return Object.freeze({ grade, score });
  }

  return Object.freeze({ make, needed });
})();
