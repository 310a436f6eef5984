"""Generated card files of any size: the same cards for every peer, and the same in every run."""

import random
from pathlib import Path

import yaml

_WORDS = (
    "cell factor growth signal tissue vesicle marrow donor dose joint immune repair trial phase nerve "
    "cardiac wound serum culture passage matrix receptor ligand pathway marker cytokine stroma niche"
).split()


def write_card_file(
    path: Path, count: int, *, topic: str = "Generated", first: int = 0, part_of_course: bool = False
) -> Path:
    """Write a card file of `count` notes, every fifth a cloze with two deletions; ids count from `first`.

    If it is not part of a course it has the id of one: its name.
    """
    chance = random.Random(count + first)  # noqa: S311 - the same cards in every run are wanted

    def words(number: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(number))

    with path.open("w", encoding="utf-8") as file:
        file.write("" if part_of_course else f"id: {path.stem}\n")
        file.write(f"topic: {topic}\ntags: [generated]\ncards:\n")
        for index in range(first, first + count):
            file.write(f"  - id: card-{index}\n")
            if index % 5 == 4:
                file.write(
                    f"    cloze: {words(8)} {{{{c1::{words(2)}}}}} {words(5)} {{{{c2::{words(2)}}}}}.\n"
                )
            else:
                file.write(f"    question: {index} {words(11)}?\n    answer: {words(4)}\n")
            file.write(f"    extra: {words(10)}\n    strength: asserted\n")
    return path


def write_course(folder: Path, topics: int, notes: int) -> Path:
    """Write a course folder of as many card files, with `notes` notes each."""
    folder.mkdir()
    names = [f"topic-{number}" for number in range(topics)]
    heads = (
        f"id: {folder.name}",
        "title: Generated course",
        "deck: Generated course",
        f"topics: [{', '.join(names)}]",
    )
    (folder / "course.yaml").write_text("\n".join(heads) + "\n", encoding="utf-8")
    for number, name in enumerate(names):
        write_card_file(
            folder / f"{name}.yaml", notes, topic=f"Part {number}", first=number * notes, part_of_course=True
        )
    return folder


def first_words(path: Path) -> bytes:
    """Return the first words of the first question, by which its showing is known."""
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if "question: " in line)
    return " ".join(line.split("question: ")[1].split()[:3]).encode()


def fields_of(path: Path) -> list[list[str]]:
    """Return what each note of a card file says: question and answer, or a cloze text alone."""
    cards = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["cards"]
    return [[card["cloze"]] if "cloze" in card else [card["question"], card["answer"]] for card in cards]
