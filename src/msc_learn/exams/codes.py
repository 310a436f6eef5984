"""What the problems of exams mean, and what to do about each."""

from msc_learn.errors import Code

CODES = {
    "E101": Code(
        "there is no such exam",
        "An exam is a form, a file in the folder `exams` of its course.",
        "Name one of the forms that the message names, or write one.",
        "msc-learn exam inducton",
        "msc-learn exam induction",
    ),
    "E102": Code(
        "a blueprint names a topic that the course does not have",
        "The exam would leave out what it was meant to ask.",
        "Write the id of a topic, as course.yaml has it.",
        "blueprint: {saftey: 10}",
        "blueprint: {safety: 10}",
    ),
    "E103": Code(
        "a blueprint does not add up",
        "How many items a topic has must be clear to whoever set the exam and to whoever sits it.",
        "Let the numbers add up to `items`, or the shares to 100 %; do not mix the two.",
        "items: 40\nblueprint: {safety: 10, homing: 20}",
        "items: 40\nblueprint: {safety: 15, homing: 25}",
    ),
    "E104": Code(
        "a topic has too few cards that can be asked in the exam",
        "An item is a card with options of its author's, or one whose answer is short enough to type; of one"
        " note only one card is asked, and pictures, drafts and reversed cards are left out.",
        "Ask fewer items of the topic, or write more cards; `asks` and `options` say which cards are taken.",
        "asks: [choice]\nblueprint: {homing: 40} # of 1 choice",
        "asks: [choice, type]\nblueprint: {homing: 6}",
    ),
    "E105": Code(
        "a number of a form is out of its range",
        "A pass mark that nobody can reach, or a day without end, is a slip of the pen.",
        "Write a number within the range that the message names.",
        "pass-mark: 800",
        "pass-mark: 80",
    ),
    "E106": Code(
        "no attempt may begin now",
        "The form says how many attempts there are, and how many days lie between them.",
        "Wait until the time that the message names; or let whoever set the exam raise `attempts`.",
        "a third attempt where the form has `attempts: 2`",
        "an attempt after the days of `cool-down-days`",
    ),
}
