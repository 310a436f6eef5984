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
    "D119": Code(
        "a folder holds no document",
        "Documents are known by the ending of their names.",
        "Name the folder they are in; or give them the endings that the message lists.",
        "msc-learn extract pictures -o courses",
        "msc-learn extract papers -o courses",
    ),
    "D120": Code(
        "the process that read a document was killed, mostly for want of memory",
        "The document is passed over; all others are done.",
        "Run it alone with memory to spare, or cut it into parts.",
        "msc-learn extract papers -o courses --jobs 16",
        "msc-learn extract papers/huge.pdf -o courses/huge",
    ),
    "D121": Code(
        "a document is too much for the program",
        "It is a fault of ours; the document is passed over, and all others are done.",
        "Report it, with the document if you may share it.",
        "a document that nobody has tried",
        "the same after an update",
    ),
    "D122": Code(
        "what is named as a document is a pipe, a socket or a device",
        "Reading it might never end.",
        "Name a file.",
        "msc-learn extract /dev/zero -o course",
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
    "X104": Code(
        "the folder for the courses is the folder of the documents, or a course",
        "A folder of documents becomes a folder of courses beside it.",
        "Name another folder after -o.",
        "msc-learn extract papers -o papers",
        "msc-learn extract papers -o courses",
    ),
}
