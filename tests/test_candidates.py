"""What a sentence could be asked for: whole constituents and nothing else, and which of them comes first."""

from pathlib import Path

import pytest

from msc_learn.document.readers import markdown, read_document
from msc_learn.extract.candidates import candidates
from msc_learn.extract.passage import passages_of
from msc_learn.extract.phrases import action_at, noun_phrases
from msc_learn.extract.pipeline import drafts_of
from msc_learn.extract.pos_tagger import tag
from msc_learn.extract.proposals import all_features, candidates_in, proposals_of
from msc_learn.extract.ranker import read_weights, score, shipped_weights, word_statistics

DENIALS = {"not", "no", "never", "neither", "none", "nor"}
DOCUMENTS = sorted((Path(__file__).parent / "data" / "documents").iterdir())


def phrases(sentence: str) -> list[str]:
    tagged = tag(sentence)
    return [sentence[slice(*tagged.span(first, stop))] for first, stop in noun_phrases(tagged)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The spleen filters old red cells.", ["spleen", "old red cells"]),
        ("It lies under the left dome of the diaphragm.", ["left dome of the diaphragm"]),
        ("It stores platelets and white cells.", ["platelets and white cells"]),
        ("In the field of bone repair it helps.", ["bone repair"]),
        ("It is very important.", []),
        ("It is independent of blood sugar.", ["blood sugar"]),
        ("These cells die.", []),
        ("It may not help.", []),
        ("The vena cava (VC) carries blood.", ["blood"]),
        ("It was shown by Dr. Smith (Fig. 2).", []),
    ],
)
def test_a_noun_phrase_is_whole(sentence: str, found: list[str]) -> None:
    assert phrases(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "token", "found"),
    [
        ("It may reduce joint pain and improve sleep in adults.", 2, "reduce joint pain and improve sleep"),
        ("It can carry oxygen and makes cells red.", 2, "carry oxygen"),
        ("It may work.", 2, None),
        ("It may help them.", 2, None),
    ],
)
def test_a_doing_is_a_verb_with_what_belongs_to_it(sentence: str, token: int, found: str | None) -> None:
    span = action_at(tag(sentence), token)
    assert (None if span is None else sentence[slice(*span)]) == found


def offered(kind: str, sentence: str) -> list[str]:
    tagged = tag(sentence)
    return [
        sentence[slice(*tagged.span(first, stop))]
        for found, first, stop in candidates(tagged)
        if found == kind
    ]


@pytest.mark.parametrize(
    ("kind", "sentence", "found"),
    [
        ("complement", "The liver stores iron and glycogen.", ["iron and glycogen"]),
        ("complement", "The wall consists of three layers.", ["three layers"]),
        ("complement", "It is placed in the iliac fossa, and it works.", ["iliac fossa"]),
        ("complement", "It may not help the heart.", ["heart"]),
        ("complement", "It helps most patients.", []),
        ("complement", "Cells act by signalling rather than by division.", ["signalling"]),
        ("complement", "The tissue is made up of the islets.", ["islets"]),
        ("complement", "Studies are needed to find out whether it helps.", []),
        ("complement", "It takes place in germinal centres.", []),
        ("phrase", "It is common and protection may be lost.", []),
        ("phrase", "It is oral and topical drugs may fail.", ["oral and topical drugs"]),
        ("phrase", "It has few of them, α cells 20% and δ cells less than 10%.", ["10%"]),
        ("phrase", "It binds MHC class I.", ["MHC class I"]),
        ("predicate", "In a sprain the foot turns inwards.", ["turns inwards"]),
        ("predicate", "The ligament is partly torn.", ["is partly torn"]),
        ("predicate", "The gene is knocked out.", ["is knocked out"]),
        ("predicate", "It may calm inflammation.", []),
        ("apposition", "It makes the active form, calcitriol.", ["calcitriol"]),
        ("subject", "Adrenaline and cortisol raise the pulse.", ["Adrenaline and cortisol"]),
        ("pair", "It is worse at night or in the early morning.", ["night or in the early morning"]),
        ("clause-because", "It sits lower because the liver lies above it.", []),
        ("clause-because", "It sits lower because the liver lies above.", ["the liver lies above"]),
        ("comparative", "The right one sits lower than the left.", ["lower"]),
    ],
)
def test_a_constituent_is_whole(kind: str, sentence: str, found: list[str]) -> None:
    assert offered(kind, sentence) == found


def best(document: str) -> list[str]:
    read = markdown.read(document, "a.md")
    passages = list(passages_of(read))
    known = word_statistics(read, [passage.text for passage in passages])
    return [
        proposal.fact.passage.text[slice(*proposal.fact.spans[0])]
        for passage in passages
        for proposal in proposals_of(passage, known, shipped_weights())[:1]
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("# Spleen\n\nThe spleen filters old red cells.", ["filters old red cells", "old red cells"]),
        ("# Bone\n\nAn osteoclast is a bone cell.", ["bone cell"]),
        ("# Spleen\n\nThe spleen weighs about 150 g in adults.", ["150 g"]),
    ],
)
def test_the_best_gap_is_what_the_sentence_tells(document: str, expected: list[str]) -> None:
    assert best(document)[0] in expected


def test_what_two_find_is_proposed_once_with_both_kinds() -> None:
    read = markdown.read("# Spleen\n\nThe spleen weighs 150 g.", "a.md")
    (passage,) = passages_of(read)
    kinds = [set(found.kinds) for found in candidates_in(passage) if found.spans == ((18, 23),)]
    assert kinds == [{"numbers", "phrase", "complement"}]


def test_a_score_is_the_sum_of_the_weights_of_its_features() -> None:
    tables: dict[str, dict[str, float]] = {
        "selection": {"bias": 0.5, "floor": 0.0},
        "words": {"2": 0.25},
        "kind": {"pair": 1},
    }
    assert score([("words.2", "kind.pair"), ("unheard.of",)], read_weights(tables)) == 1.75


def test_the_shipped_weights_name_features_that_occur() -> None:
    occurring: set[str] = set()
    for path in DOCUMENTS:
        document = read_document(path)
        passages = list(passages_of(document))
        known = word_statistics(document, [passage.text for passage in passages])
        for passage in passages:
            for _, names in all_features(passage, known):
                occurring.update(names)
    groups = {name.partition(".")[0] for name in occurring}
    assert {name.partition(".")[0] for name in shipped_weights().features} <= groups


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_gap_is_no_hedge_no_denial_no_pointer_and_no_function_word(path: Path) -> None:
    document = read_document(path)
    for passage in passages_of(document):
        tagged = passage.tagged
        for kind, first, stop in candidates(tagged):
            inside = tagged.tags[first:stop]
            assert not set(inside) & set("MO"), kind
            assert not {tagged.word(index) for index in range(first, stop)} & DENIALS
            assert inside[0] not in "PFTC,.", kind
            assert set(inside) - set("BPFTCDHSR"), kind


def test_what_stands_under_a_heading_that_forbids_keeps_it() -> None:
    document = (
        "# Statins\n\n## Foods to avoid\n\nGrapefruit juice raises the level of the drug in the blood.\n"
    )
    drafts = drafts_of(markdown.read(document, "a.md"))
    assert drafts
    assert all(draft.note.cloze.startswith("[Foods to avoid] ") for draft in drafts)
