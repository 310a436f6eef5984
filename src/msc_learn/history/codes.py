"""What the problems of the history mean, and what to do about each."""

from msc_learn.errors import Code

CODES = {
    "H101": Code(
        "a history is damaged, cut short, or none at all",
        "All that was answered is in this one file.",
        "Bring back the backup that the message names, or a copy of it; or name another file with --db.",
        "msc-learn quiz --db notes.txt",
        "msc-learn quiz --db history.db",
    ),
    "H102": Code(
        "a database of another program",
        "Nothing is written into files that are not ours.",
        "Name another file.",
        "msc-learn quiz --db photos.db",
        "msc-learn quiz --db history.db",
    ),
    "H103": Code(
        "a history written by a newer msc-learn",
        "An older program could lose what it does not know.",
        "pip install --upgrade msc-learn",
        "version 3 read by a program that knows version 2",
        "the newer msc-learn",
    ),
    "H104": Code(
        "a history cannot be opened, made or written",
        "Each answer is on disk before the next question, so a sitting needs its file.",
        "Name a file in a folder where you may write, with --db or MSC_LEARN_DB.",
        "msc-learn quiz --db /",
        "msc-learn quiz --db ~/history.db",
    ),
    "H105": Code(
        "a history is in use by another program",
        "Two that write at once could lose an answer.",
        "Close the other program, and try again.",
        "two sittings on a history while a backup locks it",
        "one after the other",
    ),
    "H106": Code(
        "the disk is full or reports an error",
        "An answer that cannot be kept is not taken.",
        "Free some space; where the disk reports errors, copy the history to another one.",
        "no space left on the disk",
        "some megabytes free",
    ),
    "H107": Code(
        "a history cannot be used for another reason",
        "The database says why in the message.",
        "Try again with a copy of the file; or name another one with --db.",
        "msc-learn quiz --db broken.db",
        "msc-learn quiz --db copy.db",
    ),
    "H108": Code(
        "a history on a network share",
        "Two computers cannot share the log that keeps each answer: on a share one can be lost.",
        "Keep the history on this computer, and carry it with msc-learn progress export and import.",
        "msc-learn quiz --db /mnt/clinic/history.db",
        "msc-learn quiz --db ~/history.db",
    ),
    "H109": Code(
        "a line that cannot be imported",
        "Nothing of a file is taken unless all of it can be: half an import would look like a whole one.",
        "Mend or remove the line, or export again; the history is as it was.",
        '{"schema": 2, "kind": "review", "rating": 7}',
        "each line as msc-learn progress export wrote it",
    ),
    "H110": Code(
        "an exam has gone on elsewhere",
        "An attempt may be open in two windows; once it is handed in or its time is over, no answer counts.",
        "Run the command again: it goes on where the attempt stands, or shows its result.",
        "an answer after the same attempt was handed in in another window",
        "one window for one exam",
    ),
    "H111": Code(
        "a line of an exam that does not fit those before it",
        "A result counts for something: each event of an exam bears the seal of the one before it.",
        "Export again where the exam was sat, and import that file unchanged.",
        "a score set from 0 to 1 by hand",
        "each line as msc-learn progress export wrote it",
    ),
}
