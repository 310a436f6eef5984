"""Problem codes of reading a document: what each one means and how to fix it."""

from msc_learn.errors import Code

_EMPTY = "Cards are made from what a document says, and this one says nothing."
_WRONG_LETTERS = "Read in the wrong encoding, µg or β silently turns into other characters."
CODES = {
    "D101": Code(
        "the file does not exist",
        "A course needs its document.",
        "Check the path. A path in course.yaml is relative to the course folder.",
        "msc-learn extract note.txt",
        "msc-learn extract notes.txt",
    ),
    "D102": Code(
        "the document is a folder",
        "One document makes one course.",
        "Name a file in the folder.",
        "msc-learn extract lectures",
        "msc-learn extract lectures/kidney.md",
    ),
    "D103": Code(
        "a file cannot be read",
        "The system refuses access; the message gives the reason.",
        "Give yourself read permission, or copy the file to a folder where you have it.",
        "msc-learn extract /private/notes.txt",
        "msc-learn extract notes.txt",
    ),
    "D104": Code(
        "a file is empty",
        _EMPTY,
        "Check that the file was saved or downloaded completely.",
        "notes.txt of 0 bytes",
        "notes.txt with a sentence in it",
    ),
    "D105": Code(
        "a file is not plain text",
        "Control characters would end up on cards.",
        "Save it as plain text. PDF, Word and EPUB files must have their own suffix.",
        "a Word document named notes.txt",
        "notes.docx",
    ),
    "D106": Code(
        "a file is not in UTF-8",
        _WRONG_LETTERS,
        "Save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
        "5 \\xb5g in Windows-1252",
        "5 µg in UTF-8",
    ),
    "D107": Code(
        "a file starts with a byte order mark but is in another encoding",
        "It mixes two encodings, and part of it would be read wrong.",
        "Open it in an editor, fix the wrong characters and save it as UTF-8.",
        "a UTF-16 mark before UTF-8 text",
        "UTF-8 throughout",
    ),
    "D108": Code(
        "the format is not supported",
        "The suffix of the file name decides how a document is read.",
        "Save it in one of the formats that the message lists.",
        "msc-learn extract slides.pptx",
        "msc-learn extract slides.pdf",
    ),
    "D111": Code(
        "a format needs libraries that are not installed",
        "Plain text and Markdown need no libraries. The other formats are an extra of 18 MB.",
        "pip install 'msc-learn[formats]'",
        "msc-learn extract notes.pdf # without the extra",
        "pip install 'msc-learn[formats]' && msc-learn extract notes.pdf",
    ),
    "D112": Code(
        "a document is protected by a password",
        "Nothing in it can be read without the password.",
        "Save a copy without password or copy protection.",
        "a PDF that asks for a password",
        "a copy of it without password",
    ),
    "D113": Code(
        "a document is damaged",
        "Its content does not match its suffix, or part of it is missing.",
        "Download or export it again, and check that it opens in its own program.",
        "half of a PDF",
        "the complete PDF",
    ),
    "D114": Code(
        "a document contains no text",
        _EMPTY,
        "Run text recognition (OCR) on a scan. Save a page that needs JavaScript from a browser.",
        "a PDF of photographed pages",
        "the same PDF after text recognition",
    ),
    "D115": Code(
        "a file contains something that no document needs",
        "Archives that unpack to gigabytes or name files outside themselves are made to do harm.",
        "Do not trust the file. Get the document from its publisher.",
        "an EPUB that unpacks to 40 GB",
        "the EPUB of the publisher",
    ),
    "D116": Code(
        "a web page declares an encoding that is wrong or unknown",
        _WRONG_LETTERS,
        "Save it as UTF-8.",
        '<meta charset="utf-99">',
        '<meta charset="utf-8">',
    ),
    "D117": Code(
        "a file is too large",
        "More than 512 MB does not fit in the memory of most computers and is hardly a document.",
        "Split it into chapters.",
        "a data dump of 2 GB",
        "one chapter",
    ),
    "D118": Code(
        "a file name cannot be used in a course",
        "A line break, a control character or invalid UTF-8 would break messages and card files.",
        "Rename the file.",
        "notes\\nfinal.md",
        "notes-final.md",
    ),
}
