"""What the problems of extracting drafts mean, and what to do about each."""

from msc_learn.errors import Code

CODES = {
    "D109": Code(
        "a document makes no cards",
        "It holds no sentence, list or question that could be asked.",
        "See that its text was read: `msc-learn coverage` shows what was; or write the cards by hand.",
        "a table of contents",
        "a chapter",
    ),
    "D110": Code(
        "a course quotes a document of another format",
        "A second run reads the document anew, and must read it the same way.",
        "Give the document in the format the course has; or extract into a new course.",
        "msc-learn extract notes.txt -o course # which quotes document.md",
        "msc-learn extract notes.md -o course",
    ),
    "F214": Code(
        "new cards cannot be added to a card file",
        "They are written behind the last card, and nothing you wrote is touched.",
        "Make `cards:` the last key, with each card begun by a hyphen.",
        "cards: [{id: a, question: q, answer: b}]",
        "cards:\n  - {id: a, question: q, answer: b}",
    ),
    "X101": Code(
        "a file or folder cannot be written",
        "The system refuses it; the message says why. Nothing half-written is left.",
        "Free some space, or name a place where you may write.",
        "msc-learn extract notes.md -o /course",
        "msc-learn extract notes.md -o course",
    ),
    "X102": Code(
        "a file is named where a course folder is wanted",
        "A course is a folder; a single card file ends in .yaml.",
        "Name a folder, or a file that ends in .yaml.",
        "msc-learn extract notes.md -o notes.txt",
        "msc-learn extract notes.md -o notes.yaml",
    ),
    "X103": Code(
        "a folder holds something else than a course",
        "Nothing is written among files that are not ours.",
        "Name a new folder.",
        "msc-learn extract notes.md -o ~",
        "msc-learn extract notes.md -o ~/notes-course",
    ),
}
