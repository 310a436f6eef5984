// What gift-pegjs and the browser's own XML and HTML readers find, in one form for both files of questions.
const text = (html) => {
  const body = new DOMParser().parseFromString(html ?? "", "text/html").body;
  body.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  body.querySelectorAll("p, li, blockquote").forEach((part) => part.append("\n"));
  return body.textContent;
};
const KINDS = { MC: "multichoice", Short: "shortanswer", Numerical: "numerical", Matching: "matching", Essay: "essay" };
// The reader leaves the escapes on the right side of a pair as it has marked them.
const MARKED = { "058": ":", "035": "#", "061": "=", "123": "{", "125": "}", "126": "~", "092": "\\" };
const unmarked = (side) => side.replace(/&&(\d{3});/g, (_, code) => MARKED[code]);

function answerOfGift(kind, { isCorrect, weight, text: found, feedback }) {
  const share = weight ?? (isCorrect ? 100 : 0);
  if (kind === "numerical") return [String(found.number), share, text(feedback?.text), found.range];
  return [kind === "shortanswer" ? found.text : text(found.text), share, text(feedback?.text), null];
}

window.readGift = (source) => {
  let category = null;
  const found = [];
  for (const read of giftParser.parse(source)) {
    if (read.type === "Category") {
      category = read.title;
      continue;
    }
    const kind = KINDS[read.type];
    found.push({
      id: read.id, name: read.title, category, tags: read.tags ?? [], kind, format: read.stem.format,
      stem: text(read.stem.text), html: read.stem.text, feedback: text(read.globalFeedback?.text),
      answers: (read.choices ?? []).map((choice) => answerOfGift(kind, choice)),
      pairs: (read.matchPairs ?? []).map((pair) => [text(pair.subquestion.text), unmarked(pair.subanswer)]),
    });
  }
  return found;
};

const child = (node, ...names) => names.reduce((at, name) => [...(at?.children ?? [])].find((c) => c.tagName === name), node);
const children = (node, name) => [...node.children].filter((c) => c.tagName === name);
const value = (node, ...names) => child(node, ...names)?.textContent ?? null;

function answerOfXml(kind, answer) {
  const found = value(answer, "text");
  const tolerance = value(answer, "tolerance");
  return [
    kind === "multichoice" ? text(found) : found, Number(answer.getAttribute("fraction")),
    text(value(answer, "feedback", "text")), tolerance === null ? null : Number(tolerance),
  ];
}

const files = (node) => children(node, "file").map((file) => [file.getAttribute("name"), file.textContent]);

window.readXml = (source) => {
  const read = new DOMParser().parseFromString(source, "application/xml");
  if (read.querySelector("parsererror")) throw new Error(read.querySelector("parsererror").textContent);
  let category = null;
  const found = [];
  for (const node of read.documentElement.children) {
    const kind = node.getAttribute("type");
    if (kind === "category") {
      category = value(node, "category", "text");
      continue;
    }
    const html = value(node, "questiontext", "text");
    found.push({
      id: value(node, "idnumber"), name: value(node, "name", "text"), category,
      tags: children(child(node, "tags"), "tag").map((tag) => value(tag, "text")), kind,
      format: child(node, "questiontext").getAttribute("format"), stem: text(html), html,
      feedback: text(value(node, "generalfeedback", "text")),
      answers: children(node, "answer").map((answer) => answerOfXml(kind, answer)),
      pairs: children(node, "subquestion").map((pair) => [text(value(pair, "text")), value(pair, "answer", "text")]),
      single: value(node, "single"), usecase: value(node, "usecase"), penalty: value(node, "penalty"),
      hint: text(value(node, "hint", "text")), unit: value(node, "units", "unit", "unit_name"),
      grader: text(value(node, "graderinfo", "text")),
      pictures: files(child(node, "questiontext")), shown: files(child(node, "generalfeedback")),
    });
  }
  return found;
};
