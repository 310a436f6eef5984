"""Problem codes of extracting drafts: what each one means and how to fix it."""

from msc_learn.errors import Code

CODES = {
    "D109": Code(
        "no cards can be made from a document",
        "It contains no sentence, list or question that could be asked.",
        "Check that its text was read: `msc-learn coverage` shows it. Or write the cards by hand.",
        "a table of contents",
        "a chapter",
    ),
    "D110": Code(
        "a course quotes a document of another format",
        "A second run reads the document again, and must read it the same way.",
        "Use the document in the format of the course, or extract into a new course.",
        "msc-learn extract notes.txt -o course # which quotes document.md",
        "msc-learn extract notes.md -o course",
    ),
    "D119": Code(
        "a folder contains no document",
        "Documents are recognised by the suffix of their names.",
        "Name the folder they are in, or give them one of the suffixes that the message lists.",
        "msc-learn extract pictures -o courses",
        "msc-learn extract papers -o courses",
    ),
    "D120": Code(
        "the process that read a document was killed, usually because memory ran out",
        "The document is skipped; all others are extracted.",
        "Extract it alone, with more free memory, or split it into parts.",
        "msc-learn extract papers -o courses --jobs 16",
        "msc-learn extract papers/huge.pdf -o courses/huge",
    ),
    "D121": Code(
        "a document causes a bug in msc-learn",
        "The document is skipped; all others are extracted.",
        "Please report it, with the document if you may share it.",
        "a document that triggers the bug",
        "the same document after an update",
    ),
    "D122": Code(
        "the document is a pipe, a socket or a device",
        "Reading it might never end.",
        "Name a regular file.",
        "msc-learn extract /dev/zero -o course",
        "msc-learn extract notes.md -o course",
    ),
    "F214": Code(
        "new cards cannot be added to a card file",
        "They are added after the last card, so that nothing you wrote changes.",
        "Make `cards:` the last key, and start each card with a hyphen.",
        "cards: [{id: a, question: q, answer: b}]",
        "cards:\n  - {id: a, question: q, answer: b}",
    ),
    "X101": Code(
        "a file or folder cannot be written",
        "The system refuses it; the message gives the reason. No partial file is left behind.",
        "Free some space, or name a folder where you have write permission.",
        "msc-learn extract notes.md -o /course",
        "msc-learn extract notes.md -o course",
    ),
    "X102": Code(
        "the course folder is a file",
        "A course is a folder; a single card file ends in .yaml.",
        "Name a folder, or a file that ends in .yaml.",
        "msc-learn extract notes.md -o notes.txt",
        "msc-learn extract notes.md -o notes.yaml",
    ),
    "X103": Code(
        "a folder contains other files than a course",
        "Nothing is written among files that are not part of a course.",
        "Name a new folder.",
        "msc-learn extract notes.md -o ~",
        "msc-learn extract notes.md -o ~/notes-course",
    ),
    "X106": Code(
        "a path that the system refuses",
        "A name can be too long, a disk can fail; the message has the system's reason.",
        "Use a shorter name, or another folder.",
        "msc-learn check notes-of-three-hundred-letters...",
        "msc-learn check notes",
    ),
    "X105": Code(
        "a file of a course that comes with msc-learn",
        "The next update of msc-learn would replace it, and your changes would be lost.",
        "Make your own copy of the course, and change that.",
        "msc-learn review msc",
        "msc-learn new my-msc --from msc",
    ),
    "X104": Code(
        "the output folder is the folder of the documents, or a course",
        "A folder of documents becomes a separate folder of courses.",
        "Name another folder after -o.",
        "msc-learn extract papers -o papers",
        "msc-learn extract papers -o courses",
    ),
}
