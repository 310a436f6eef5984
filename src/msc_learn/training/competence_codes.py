"""What the problems of competences and of the people who are to hold them mean, and what to do about each."""

from msc_learn.errors import Code

CODES = {
    "T201": Code(
        "a competence names an exam that the course does not have",
        "Nobody could ever hold the competence.",
        "Write the name of a file in the folder `exams`, without its ending.",
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
        "a role names a competence that is not there",
        "People of the role would never be asked for it.",
        "Write the id of a competence of the same file.",
        "nurse: {title: Nurse, competences: [basic]}",
        "nurse: {title: Nurse, competences: [basics]}",
    ),
    "T204": Code(
        "a competence or a learner stands twice",
        "Two entries could say two things of one.",
        "Take one of them out; a learner of two roles has both in one entry.",
        "learner,roles\nanna,nurse\nanna,physician",
        "learner,roles\nanna,nurse physician",
    ),
    "T205": Code(
        "a learner's name is no pseudonym",
        "The history knows learners by pseudonyms: up to 40 letters a to z, digits, - and _.",
        "Write the pseudonym that the learner studies under; the name goes beside it, under `name`.",
        "people:\n  Anna Example: {roles: [nurse]}",
        "people:\n  anna: {name: Anna Example, roles: [nurse]}",
    ),
    "T206": Code(
        "a person has a role that is not there",
        "Nobody could tell what the person must hold.",
        "Write the id of a role of competences.yaml.",
        "anna: {roles: [nurs]}",
        "anna: {roles: [nurse]}",
    ),
    "T207": Code(
        "people stand in competences.yaml",
        "Who has which role is personal data, and this file goes wherever the course goes.",
        "Move them into a file of their own, outside the course, and name it with --people.",
        "people: {anna: {roles: [nurse]}} # in competences.yaml",
        "msc-learn report --people staff.yaml",
    ),
    "T208": Code(
        "a CSV file of people that cannot be read",
        "A report without some of the people would look like one of them all.",
        "Give it a first line with the columns learner and roles, and name if there are names.",
        "anna,nurse",
        "learner,roles\nanna,nurse",
    ),
    "T209": Code(
        "a course has no competences",
        "Without them nobody can tell which exam proves what.",
        "Write a file competences.yaml into the folder of the course.",
        "msc-learn report notes.yaml",
        "msc-learn report cards/msc",
    ),
}
