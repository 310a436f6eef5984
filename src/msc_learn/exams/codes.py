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
        "The exam would leave out a topic it was meant to ask.",
        "Write the id of a topic, as course.yaml has it.",
        "blueprint: {saftey: 10}",
        "blueprint: {safety: 10}",
    ),
    "E103": Code(
        "a blueprint does not add up",
        "It must be clear how many items each topic has.",
        "Let the numbers add up to `items`, or the shares to 100 %; do not mix the two.",
        "items: 40\nblueprint: {safety: 10, homing: 20}",
        "items: 40\nblueprint: {safety: 15, homing: 25}",
    ),
    "E104": Code(
        "a topic has too few cards that can be asked in the exam",
        "An item is a card with authored options, or one whose answer is short enough to type. Only one card"
        " of a note is asked. Pictures, drafts and reversed cards are left out.",
        "Ask fewer items of the topic, or write more cards; `asks` and `options` select the cards.",
        "asks: [choice]\nblueprint: {homing: 40} # of 1 choice",
        "asks: [choice, type]\nblueprint: {homing: 6}",
    ),
    "E105": Code(
        "a number in a form is out of range",
        "A pass mark that nobody can reach, or an exam that lasts for days, is a typing error.",
        "Write a number within the range that the message names.",
        "pass-mark: 800",
        "pass-mark: 80",
    ),
    "E106": Code(
        "no attempt may begin now",
        "The form sets the number of attempts, and the days between them.",
        "Wait until the time in the message, or ask the author of the form to raise `attempts`.",
        "a third attempt where the form has `attempts: 2`",
        "an attempt after the days of `cool-down-days`",
    ),
}
