// The course of this page: read once, its cards found by id, by topic and by their words.
const Course = (() => {
  "use strict";

  const course = { cards: [], topics: [], byId: new Map(), own: {}, legacy: [], known: null };

  function open() {
    Object.assign(course, JSON.parse(document.getElementById("data").textContent));
    const { DASHES, QUOTES } = course.tables.normalise;
    course.unsaid = [HYPHENS, Unicode.regex(DASHES, "g"), Unicode.regex(QUOTES, "g")];
    course.spelled = new Map([...course.tables.greek.GREEK, ["ß", "ss"]]);
    // The page speaks English: what does not must be read out in its own language.
    if (!course.language.startsWith("en")) course.own = { lang: course.language, dir: "auto" };
    for (const card of course.cards) {
      const mark = card.id.lastIndexOf("#");
      card.note = card.id.slice(0, mark);
      card.number = Number(card.id.slice(mark + 1));
      card.topic = card.topic || 0;
      card.strength = card.strength || "asserted";
      course.byId.set(card.id, card);
    }
    course.known = Origin.known(course);
  }

  // What a keyboard cannot write or nobody cares to: hyphens, quotation marks, accents.
  const HYPHENS = /-/g;
  const ACCENTS = /[\u0300-\u036f]/g, SPELLED = /[α-ωß]/g;

  /** Returns a text in the form in which it is searched: β and beta are one, and so are CO₂ and CO2. */
  function folded(text) {
    const bare = course.unsaid.reduce((left, sign) => left.replace(sign, ""), text).normalize("NFKD").replace(ACCENTS, "");
    return bare.toLowerCase().replace(SPELLED, (letter) => course.spelled.get(letter));
  }

  /** Returns all the words of a card, folded: question, answer, what is added, and its source. */
  function haystack(card) {
    if (card.words === undefined) {
      const texts = [card.asked, ...card.answer, card.extra || "", ...(card.sources || []).flat()].map(Dom.plain);
      card.words = folded([...texts, topicOf(card).title, card.id].join("\n"));
    }
    return card.words;
  }

  /** Returns the cards in which every word stands, in study order. */
  function search(words) {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    if (!wanted.length) return course.cards;
    return course.cards.filter((card) => wanted.every((word) => haystack(card).includes(word)));
  }

  /** Returns what a cloze hides. */
  function hidden(card) {
    return card.answer[0].filter((piece) => piece[2] === 1).map((piece) => piece[1]).join(" … ");
  }

  /** Returns the question and the answer of a card in a line each. */
  function line(card) {
    const answer = card.kind === "cloze" ? hidden(card) : card.answer.map(Dom.plain).join(" · ");
    return { asked: Dom.plain(card.asked), answer };
  }

  function topicOf(card) { return course.topics[card.topic]; }

  return Object.assign(course, { open, search, hidden, line, topicOf });
})();
