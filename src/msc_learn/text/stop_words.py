"""Function words (stop words), by what they are left out of."""

STOP_WORDS = frozenset(
    """a about above after all also an and any are as at be because been being between both but by can could
    did do does each either for from had has have having how if in into is it its itself may might more most
    must neither nor of off on once one only onto or other our out over own per rather s should since so some
    such than that the their them then there these they this those through thus to too toward towards under
    until up upon via was were what when where whether which while who whom whose why will with within would
    you your""".split()
)
# What a typed answer may have more or less than the card.
ANSWER_STOP_WORDS = frozenset("a an and as at by for from in is it of on or the to with".split())
# Small words with which an answer may begin, so that options can begin alike.
ANSWER_LEADS = frozenset(
    "a an as at because by for from in into it no not of on that the through to when with".split()
)
# Left out of the ids of drafts. A released id never changes, so this list does not either.
ID_STOP_WORDS = frozenset("a an the of and or to in on for with by from is are as at that".split())
