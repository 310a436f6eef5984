"""What the problems of building and releasing decks mean, and what to do about each."""

from msc_learn.errors import Code

_LOCK = "The lock keeps the learner's history with the cards through every update."
CODES = {
    "X201": Code(
        "a picture cannot be read",
        "The learner would see an empty frame.",
        "Put the picture where the card names it, and see that it opens.",
        "file: media/cel.svg",
        "file: media/cell.svg",
    ),
    "X202": Code(
        "a picture lies outside the course folder",
        "A course is one folder that can be given to others whole.",
        "Copy the picture into the course folder; a link out of it will not do.",
        "media/cell.svg -> /home/me/cell.svg",
        "media/cell.svg",
    ),
    "X203": Code(
        "a note makes no card",
        "Anki would keep a note that is never asked.",
        "Write what to hide as {{c1::...}}, with a number from 1 to 500.",
        "cloze: Exosomes carry {{c0::proteins}}.",
        "cloze: Exosomes carry {{c1::proteins}}.",
    ),
    "X204": Code(
        "a deck cannot be read",
        "The system refuses it; the message says why.",
        "Check the path, and whether you may read it.",
        "msc-learn build --check -o deks/msc.apkg",
        "msc-learn build --check -o decks/msc.apkg",
    ),
    "X205": Code(
        "a file is no Anki package that can be read",
        "It is damaged, or in a format of Anki's that is newer than decks need.",
        "Build it again; or export it from Anki with support for older versions.",
        "an .apkg of the newer format",
        "an .apkg with support for older versions",
    ),
    "X206": Code(
        "a deck is not what the cards say",
        "Learners would study something else than what was checked.",
        "Build it again with `msc-learn build`, and commit the deck with the cards.",
        "cards changed, decks/msc.apkg not",
        "msc-learn build",
    ),
    "X207": Code(
        "a course has no card to build",
        "Drafts are left out until a person has read them.",
        "Accept drafts with `msc-learn review`, or build them with --drafts.",
        "msc-learn build insulin",
        "msc-learn build insulin --drafts",
    ),
    "X208": Code(
        "a package holds what no honest one does",
        "It would unpack to far more than its size, or beside the folder it is unpacked in.",
        "Get the package anew, from where it was made; this one is not opened.",
        "a file named ../../notes in the package",
        "files named collection.anki2, media, 0, 1 ...",
    ),
    "X209": Code(
        "a package is compared with itself",
        "A file has no difference from itself; most likely another one was meant.",
        "Keep a copy of the released package before you build again, and compare with that.",
        "msc-learn diff decks/msc.apkg decks/msc.apkg",
        "msc-learn diff released.apkg decks/msc.apkg",
    ),
    "X220": Code(
        "a course has no correction to write as text",
        "Text carries only notes that changed since their first release; new ones come with the package.",
        "Nothing is to be done: learners have what the cards say once they have the package.",
        "msc-learn build --format text # nothing has changed since the release",
        "msc-learn build --format text # after a released card was mended",
    ),
    "X212": Code(
        "a picture is too large for a deck",
        "It makes the deck slow to send and to sync, and a phone slow to show the card.",
        "Save it with fewer pixels, 2,000 across are plenty for a card; or as WebP, JPEG or SVG.",
        "file: media/section.png # 24.0 MB, 9,000 pixels across",
        "file: media/section.webp # 0.3 MB, 1,600 pixels across",
    ),
    "R101": Code(
        "release.lock is damaged or cannot be read",
        _LOCK,
        "Bring back the last good one from version control; do not delete it.",
        "release.lock with marks of a merge in it",
        "git checkout HEAD -- release.lock",
    ),
    "R102": Code(
        "release.lock was written by a newer msc-learn",
        _LOCK,
        "Install a newer msc-learn.",
        "schema 2 read by a program that knows schema 1",
        "pip install --upgrade msc-learn",
    ),
    "R103": Code(
        "a released note has become another kind",
        "Anki cannot turn one kind of note into another, and keeps the old one.",
        "Give the note a new id; the old one is then retired.",
        "id: cargo # was a question\ncloze: Exosomes carry {{c1::proteins}}.",
        "id: cargo-cloze\ncloze: Exosomes carry {{c1::proteins}}.",
    ),
    "R104": Code(
        "a released card is gone from its note",
        "Learners would keep a blank card.",
        "Bring the cloze number, the label or `reverse` back; or give the note a new id.",
        "cloze: Exosomes carry {{c2::proteins}}. # c1 was released",
        "cloze: '{{c1::Exosomes}} carry {{c2::proteins}}.'",
    ),
    "R105": Code(
        "the cards have changed and --locked forbids the lock to",
        "A deck that is built for release must be one whose lock was committed.",
        "Build without --locked, and commit the new release.lock.",
        "msc-learn build --locked # after a card was mended",
        "msc-learn build && git add release.lock",
    ),
}
