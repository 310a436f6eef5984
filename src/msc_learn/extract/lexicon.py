"""Lexicon of the tagger: closed word classes, and the verbs that scientific and medical prose uses most."""

from functools import lru_cache

from msc_learn.text.numerals import CARDINALS, SCALES
from msc_learn.text.verbs import verbs, verbs_or_nouns


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words("the a an this these those its their his her our my your each every another any such")
PRONOUNS = _words(
    "it they he she we you i them him us me itself themselves himself herself oneself ones there others"
)
BE_AND_HAVE = _words(
    "be am is are was were been being has have had having do does did isn't aren't wasn't weren't"
    " don't doesn't"
)
MODALS = _words("may might can could would should must will shall cannot")
PREPOSITIONS = _words(
    "in on at by for with from into onto through via during after before between among against within"
    " without toward towards across along around behind below beneath beside besides beyond despite"
    " except inside like near off outside over past per since throughout under underneath until up"
    " upon about above amid out down unlike versus vs as than plus following according due owing regarding"
    " concerning including"
)
COORDINATORS = _words("and or and/or & nor")
SUBORDINATORS = _words(
    "that which who whom whose when where while whereas because if although though unless so but yet"
    " whether how why what whereby wherein whenever wherever i.e e.g viz"
)
# Words that limit a claim; gaps never hide them.
LIMITERS = _words(
    "second third fourth straight not no never neither none nothing many most some several few all"
    " both more less least fewer much other only also too even still already yet always often"
    " sometimes usually rather quite very just about over approximately roughly almost nearly again"
    " together instead otherwise etc well ever once twice further currently now then thus here today"
    " soon later perhaps maybe either half certain various different however overall therefore"
    " moreover furthermore nevertheless nonetheless meanwhile thereby hence likewise enough far"
    " worldwide abroad away back forward apart alone indeed first next own same so-called"
)
# Limiters that neither hedge nor negate; a gap may hide them with their phrase.
HIDABLE = _words(
    "more less fewer both other half own same second third fourth first next last various different again"
    " back away apart alone straight worldwide abroad forward once twice together enough far even further"
)
# The shipped weights were fitted with these teens tagged as nouns; retrain the ranker to drop the exception.
_TEENS_AS_NOUNS = _words("fourteen sixteen seventeen eighteen nineteen")
NUMBER_WORDS = (CARDINALS | SCALES.keys() | {"one", "dozen"}) - _TEENS_AS_NOUNS
# Abbreviations before a name or a number.
SHORT_FORMS = _words("fig figs dr mr mrs ms prof eq eqs ref refs no nos vol pp ed eds ca approx al st vs cf")
IRREGULAR_PASTS = _words(
    "became began broke brought came fell felt gave grew knew ran rose said saw sought spent stood"
    " took taught thought told went wrote won drew fought got lay sank spoke threw wore"
)
IRREGULAR_PARTICIPLES = _words(
    "found known given shown made seen taken held built driven chosen led lost left bound sent kept"
    " born broken grown written spoken meant set put cut understood undergone begun become arisen"
    " drawn worn torn split hidden used"
)
VERBS, VERBS_OR_NOUNS = verbs(), verbs_or_nouns()
# Nouns and adjectives that look like verb forms.
NOUNS_IN_ING = _words(
    "signaling signalling healing aging ageing swelling bleeding breathing training testing screening"
    " coughing wheezing vomiting feeding setting finding imaging dosing funding meaning building"
    " splitting sampling scarring itching burning hearing learning nursing monitoring timing spring"
    " string ring wing offspring crosslinking homing pricing staining sequencing editing counselling"
    " counseling reprogramming banking smoking drinking fasting clotting cooling warming morning"
    " evening during being thing things anything nothing something everything ongoing"
)
NOUNS_IN_ED = _words("seed need weed blood breed speed feed bed red shed species embed hundred kindred")
NOUNS_IN_LY = _words("family anomaly assembly supply reply fly belly jelly ally monthly weekly daily elderly")
GENERIC = _words(
    "word words document respect respects one two three four five six seven eight nine ten ability"
    " absence action actions addition amount amounts approach area areas aspect aspects basis"
    " candidate candidates case cases cause causes centuries century change changes condition"
    " conditions context contexts contrast course day days difference differences effect effects end"
    " evidence example examples fact factor factors fashion feature features field force forces form"
    " forms general group groups host importance individual individuals interest issue issues kind"
    " level levels line lot majority man means method methods month months name names need needs"
    " number order outcome outcomes part particular parts patient patients people person place places"
    " point points presence process processes properties property purpose range reason reasons"
    " research response rest result results role roles set side situation state states studies study"
    " system systems term terms therapies therapy thing things time times today treatment treatments"
    " turn type types use uses variety way ways week weeks woman work world year years"
)
_ADJECTIVE_ENDINGS = ("ous", "ive", "able", "ible", "ful", "less", "ical", "ial", "nal", "ular")
_NOT_ADJECTIVES = _words(
    "alternative adjunctive objective additive derivative sedative laxative olive trial material"
    " potential vial signal animal mineral chemical hospital arsenal terminal journal criminal"
    " vegetable table variable"
)
_ADJECTIVES = _words(
    "small large great good bad high low long short new old young common rare central robust safe"
    " important able essential necessary possible likely clear true severe mild acute chronic active"
    " available useful likely challenging promising relevant similar present absent subject conducive"
    " unique free full open strong weak early late ready difficult easy simple complex main major"
    " minor responsible essential crucial vital key sufficient insufficient due prone resistant"
    " sensitive evident apparent dependent independent higher lower larger smaller greater better"
    " worse best worst older younger longer shorter normal abnormal stable liable"
)


@lru_cache(maxsize=2**16)
def is_adjective(word: str) -> bool:
    """Tell whether a word is an adjective, by list or suffix, and so does not end a noun phrase."""
    lower = word.lower()
    if lower in _NOT_ADJECTIVES:
        return False
    return lower in _ADJECTIVES or lower.endswith(_ADJECTIVE_ENDINGS)


@lru_cache(maxsize=2**16)
def base_of(word: str) -> str:
    """Return the base form of a finite verb: `carries` gives `carry`."""
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
        ("oes", "o"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=2**16)
def is_form_of(word: str, verbs: frozenset[str]) -> bool:
    """Tell whether a word is one of some verbs, in its base form or with an s."""
    return word in verbs or base_of(word) in verbs or (word.endswith("s") and word[:-1] in verbs)
