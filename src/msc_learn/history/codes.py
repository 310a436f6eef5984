"""Problem codes of the history: what each means, and what to do."""

from msc_learn.errors import Code

CODES = {
    "H101": Code(
        "not a valid history database: corrupt, truncated or another format",
        "This one file holds all reviews.",
        "Restore the backup named in the message, or another copy; or name another file with --db.",
        "msc-learn quiz --db notes.txt",
        "msc-learn quiz --db history.db",
    ),
    "H102": Code(
        "a database of another program",
        "msc-learn writes only into its own files.",
        "Name another file.",
        "msc-learn quiz --db photos.db",
        "msc-learn quiz --db history.db",
    ),
    "H103": Code(
        "a history written by a newer msc-learn",
        "An older program could lose data that it does not know.",
        "pip install --upgrade msc-learn",
        "version 3 read by a program that knows version 2",
        "the newer msc-learn",
    ),
    "H104": Code(
        "a history cannot be opened, made or written",
        "Each answer is stored before the next question, so a session needs its file.",
        "Name a file in a folder that you can write to, with --db or MSC_LEARN_DB.",
        "msc-learn quiz --db /",
        "msc-learn quiz --db ~/history.db",
    ),
    "H105": Code(
        "a history is in use by another program",
        "Two programs that write at once could lose an answer.",
        "Close the other program, and try again.",
        "two sessions on a history while a backup locks it",
        "one after the other",
    ),
    "H106": Code(
        "the disk is full or reports an error",
        "An answer that cannot be stored is not accepted.",
        "Free some space. If the disk reports errors, copy the history to another disk.",
        "no space left on the disk",
        "some megabytes free",
    ),
    "H107": Code(
        "a history cannot be used for another reason",
        "SQLite gives the reason in the message.",
        "Try again with a copy of the file; or name another one with --db.",
        "msc-learn quiz --db broken.db",
        "msc-learn quiz --db copy.db",
    ),
    "H108": Code(
        "a history on a network share",
        "SQLite's log cannot be shared by two computers, so an answer can be lost.",
        "Keep the history on this computer, and copy it with msc-learn progress export and import.",
        "msc-learn quiz --db /mnt/clinic/history.db",
        "msc-learn quiz --db ~/history.db",
    ),
    "H109": Code(
        "a line that cannot be imported",
        "A file is imported whole or not at all: half an import would look like a complete one.",
        "Fix or remove the line, or export again. The history is unchanged.",
        '{"schema": 2, "kind": "review", "rating": 7}',
        "each line as msc-learn progress export wrote it",
    ),
    "H110": Code(
        "an exam went on elsewhere",
        "An attempt can be open in two windows. Once it is handed in or out of time, no answer counts.",
        "Run the command again: it resumes the attempt, or shows its result.",
        "an answer after the attempt was handed in from another window",
        "one window for one exam",
    ),
    "H111": Code(
        "an exam event that does not fit those before it",
        "Exam events form a hash chain: each holds the seal of the one before, so a changed result shows.",
        "Export again where the exam was taken, and import that file unchanged.",
        "a score set from 0 to 1 by hand",
        "each line as msc-learn progress export wrote it",
    ),
    "H112": Code(
        "answers of an earlier version may be of this course or of another",
        "Version 0.1.0 knew a course by its folder name, which two courses can share.",
        "Run the command that the message shows: it takes the answers over, or leaves them where they are.",
        "two folders named bio, both studied with one history",
        "msc-learn progress claim bio --from bio",
    ),
}
