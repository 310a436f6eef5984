"""What the problems of reading a document mean, and what to do about each."""

from msc_learn.errors import Code

_EMPTY = "Cards come from what a document says, and here there is nothing."
CODES = {
    "D101": Code(
        "there is no such file",
        "Without its document a course has nothing to stand on.",
        "Check the path; a path in course.yaml counts from the course folder.",
        "msc-learn extract note.txt",
        "msc-learn extract notes.txt",
    ),
    "D102": Code(
        "a folder is named where a document is wanted",
        "One document makes one course.",
        "Name the file in the folder.",
        "msc-learn extract lectures",
        "msc-learn extract lectures/kidney.md",
    ),
    "D103": Code(
        "a file cannot be read",
        "The system refuses it; the message says why.",
        "Give yourself the right to read it, or copy it to a place where you have it.",
        "msc-learn extract /private/notes.txt",
        "msc-learn extract notes.txt",
    ),
    "D104": Code(
        "a file is empty",
        _EMPTY,
        "Check that it was saved or downloaded whole.",
        "notes.txt of 0 bytes",
        "notes.txt with a sentence in it",
    ),
    "D105": Code(
        "a file is not plain text",
        "Characters that no text has would end up on cards.",
        "Save it as plain text; a PDF, Word or EPUB file needs its own ending to be read as such.",
        "a Word document named notes.txt",
        "notes.docx",
    ),
    "D106": Code(
        "a file is not in UTF-8",
        "Read in the wrong encoding, µg or β turns into something else without a word.",
        "Save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
        "5 \\xb5g in Windows-1252",
        "5 µg in UTF-8",
    ),
    "D107": Code(
        "a file begins with the mark of an encoding and is not in it",
        "It was put together from two encodings, and part of it would be read wrong.",
        "Open it in an editor, look at the strange places, and save it as UTF-8.",
        "a UTF-16 mark before UTF-8 text",
        "UTF-8 throughout",
    ),
    "D108": Code(
        "a format that cannot be read",
        "A document is read by its ending.",
        "Save it in one of the formats the message names.",
        "msc-learn extract slides.pptx",
        "msc-learn extract slides.pdf",
    ),
    "D111": Code(
        "a format needs libraries that are not installed",
        "Plain text and Markdown are read by themselves; the rest is an extra of 18 MB.",
        "pip install 'msc-learn[formats]'",
        "msc-learn extract notes.pdf # without the extra",
        "pip install 'msc-learn[formats]' && msc-learn extract notes.pdf",
    ),
    "D112": Code(
        "a document is locked",
        "Without its password nothing in it can be read.",
        "Save a copy without password or copy protection.",
        "a PDF that asks for a password",
        "its copy without one",
    ),
    "D113": Code(
        "a document is damaged",
        "It is not what its ending says, or part of it is missing.",
        "Download or export it again, and see that it opens in its own program.",
        "half of a PDF",
        "all of it",
    ),
    "D114": Code(
        "a document holds no text",
        _EMPTY,
        "Let a program recognise the text of a scan; save a page that a program draws from a browser.",
        "a PDF of photographed pages",
        "the same after text recognition",
    ),
    "D115": Code(
        "an archive holds what no document has",
        "Files that unpack to gigabytes or lead outside themselves are made to do harm.",
        "Do not trust the file; get the document from its publisher.",
        "an EPUB that unpacks to 40 GB",
        "the EPUB of the publisher",
    ),
    "D116": Code(
        "a web page says it is in an encoding that it is not in, or that nobody knows",
        "Read in the wrong encoding, µg or β turns into something else without a word.",
        "Save it as UTF-8.",
        '<meta charset="utf-99">',
        '<meta charset="utf-8">',
    ),
    "D117": Code(
        "a file is larger than a document can be",
        "Over 512 MB of text no computer at hand would get through; it is hardly a document.",
        "Cut it into its chapters.",
        "a data dump of 2 GB",
        "one chapter",
    ),
    "D118": Code(
        "the name of a file cannot be written in a course",
        "A line end, a control character or bytes that are no UTF-8 would spoil every message and card file.",
        "Rename the file.",
        "notes\\nfinal.md",
        "notes-final.md",
    ),
}
