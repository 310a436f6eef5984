"""Problem codes of competences.yaml and of files of people: meaning, reason and remedy."""

from msc_learn.errors import Code

CODES = {
    "T201": Code(
        "a competence names an exam that the course does not have",
        "Nobody could ever hold the competence.",
        "Write the name of a file in the folder `exams`, without its extension.",
        "form: inducton",
        "form: induction",
    ),
    "T202": Code(
        "a competence names a topic that the course does not have",
        "The recall of its cards would be left out of the report.",
        "Write the id of a topic, as course.yaml has it.",
        "topics: [saftey]",
        "topics: [safety]",
    ),
    "T203": Code(
        "a role names a competence that does not exist",
        "People of the role would never be asked for it.",
        "Write the id of a competence in the same file.",
        "nurse: {title: Nurse, competences: [basic]}",
        "nurse: {title: Nurse, competences: [basics]}",
    ),
    "T204": Code(
        "a competence or a learner is listed twice",
        "Two entries could contradict each other.",
        "Remove one of them; list a learner with two roles once, with both roles.",
        "learner,roles\nanna,nurse\nanna,physician",
        "learner,roles\nanna,nurse physician",
    ),
    "T205": Code(
        "a learner's name is not a valid pseudonym",
        "The history stores pseudonyms: 1-40 letters, digits, '-' or '_'.",
        "Write the pseudonym under which the learner studies; the full name goes under `name`.",
        "people:\n  Anna Example: {roles: [nurse]}",
        "people:\n  anna: {name: Anna Example, roles: [nurse]}",
    ),
    "T206": Code(
        "a person has a role that does not exist",
        "It would be unknown what the person must hold.",
        "Write the id of a role in competences.yaml.",
        "anna: {roles: [nurs]}",
        "anna: {roles: [nurse]}",
    ),
    "T207": Code(
        "competences.yaml contains people",
        "Who has which role is personal data, and this file is copied with the course.",
        "Move them to a file outside the course, and name it with --people.",
        "people: {anna: {roles: [nurse]}} # in competences.yaml",
        "msc-learn report --people staff.yaml",
    ),
    "T208": Code(
        "a CSV file of people cannot be read",
        "A report with people missing would look complete.",
        "Give it a first line with the columns learner and roles, and optionally name.",
        "anna,nurse",
        "learner,roles\nanna,nurse",
    ),
    "T209": Code(
        "a course has no competences",
        "Without competences, it is unknown which exam proves what.",
        "Write a file competences.yaml in the folder of the course.",
        "msc-learn report notes.yaml",
        "msc-learn report cards/msc",
    ),
}
