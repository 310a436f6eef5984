"""A card and its sentence made opposites by a negation in other words than not."""

import re
from dataclasses import replace

from bench.gate.cases import Case
from bench.gate.edits import first, pick, with_answer
from msc_learn.course.model import Kind, Note
from msc_learn.lint.card_text import Texts
from msc_learn.text.negation import negations
from msc_learn.text.verbs import verbs, verbs_or_nouns

_ADVERBS = ("no longer", "hardly", "scarcely")
_DENIED = ("a lack of {}", "the absence of {}", "anything rather than {}", "everything except {}")
_AUXILIARY = r"\b(?:is|are|was|were|may|might|can|could|must|should|will|has|have)\b(?!\s*,)"
_STATED = re.compile(rf"{_AUXILIARY}(?![^?]*\?)")
_ASKED = re.compile(r"\b(?:do|does|did|can|could|may|might|will)\b (?P<rest>[^?]*)")
_WORD = re.compile(r"[\w-]+")
_HAVING = re.compile(r"\b(?:carry|carries|(?:contain|express|hold|include|show)(?:e?s)?)\b")


def negated_in_other_words(case: Case) -> Note | None:
    """Deny what the card states: no longer, hardly, fail to, a lack of, rather than."""
    note = case.note
    if negations(Texts(note).shown):
        return None
    adverb = pick(_ADVERBS, note, "adverb")
    return (
        first(note, lambda text: _STATED.sub(rf"\g<0> {adverb}", text, count=1))
        or first(note, _fails)
        or with_answer(note, pick(_DENIED, note, "denied").format(Texts(note).answers[0][1]))
    )


def sentence_negated(case: Case) -> Case | None:
    """Deny in the sentence what the card states: the verb before the answer, where the sentence has one."""
    note, sentence = case.note, case.found[0].sentences if len(case.found) == 1 else ""
    answers = Texts(note).answers
    at = sentence.find(answers[0][1]) if len(answers) == 1 and note.kind is not Kind.OCCLUSION else -1
    denied = _denied(sentence, at, pick(_ADVERBS, note, "sentence")) if at > 0 else ""
    if not denied or negations(f"{case.found[0].text} {Texts(note).shown}"):
        return None
    source = replace(note.sources[0], quote=denied, start=None, end=None, digest="")
    return replace(
        case, note=replace(note, sources=(source,)), found=(replace(case.found[0], sentences=denied),)
    )


def _denied(sentence: str, answer: int, adverb: str) -> str:
    """Return a sentence with the last verb before its answer denied."""
    if having := _in_clause(_HAVING, sentence, answer):
        lacks = "lacks" if re.search("[^s]s$", having[0]) else "lack"
        return f"{sentence[: having.start()]}{lacks}{sentence[having.end() :]}"
    if auxiliary := _in_clause(re.compile(_AUXILIARY), sentence, answer):
        return f"{sentence[: auxiliary.end()]} {adverb}{sentence[auxiliary.end() :]}"
    if verb := _in_clause(_WORD, sentence, answer):
        return f"{sentence[: verb.start()]}{adverb} {sentence[verb.start() :]}"
    return ""


def _in_clause(verb: re.Pattern[str], sentence: str, answer: int) -> re.Match[str] | None:
    """Return the last verb before the answer, if no comma, and no other verb, stands between."""
    found = [
        word
        for word in verb.finditer(sentence, 1, answer)
        if verb is not _WORD or _is_verb(word[0], verbs() | verbs_or_nouns())
    ]
    return (
        found[-1]
        if found and not re.search(rf"[,;:]|{_AUXILIARY}", sentence[found[-1].end() : answer])
        else None
    )


def _fails(question: str) -> str:
    """Let the first verb behind the auxiliary of a question fail: What do cells fail to release?"""
    asked = _ASKED.search(question)
    words = _WORD.finditer(question, asked.start("rest")) if asked else ()
    verb = next((word for word in words if _is_verb(word[0], verbs() | verbs_or_nouns())), None)
    return f"{question[: verb.start()]}fail to {question[verb.start() :]}" if verb else ""


def _is_verb(word: str, known: frozenset[str]) -> bool:
    return word in known or word.removesuffix("s") in known
