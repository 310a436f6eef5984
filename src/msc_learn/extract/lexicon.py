"""Lexicon of the tagger: closed word classes, and the verbs that scientific and medical prose uses most."""

from functools import lru_cache


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
NUMBER_WORDS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty"
    " fifty sixty seventy eighty ninety hundred thousand million billion dozen"
)
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
# Verbs that are hardly ever nouns.
VERBS = _words(
    "absorb accelerate accept accommodate accompany accomplish accrue accumulate achieve acquire act"
    " activate adapt add address adhere adjust administer adopt adsorb affect aggravate agree"
    " alleviate allow alter ameliorate amplify analyse analyze antagonise antagonize appear apply"
    " arise arrange ask assemble assert assess assign assist associate assume attach attain attenuate"
    " attest attract augment avoid become begin behave believe bind bleach bleed breathe breed bring"
    " build buy carry catalyse catalyze cease characterise characterize choose circulate circumvent"
    " classify cleave cling coincide collaborate collect combine come commence communicate compare"
    " compensate compete complicate comply compose comprise conceal concentrate conclude condense"
    " confer confirm connect consider consist constitute constrict consult consume contain contribute"
    " converge convert convey cooperate coordinate correspond counteract crave create crystallise damp"
    " deactivate decide decompose deepen defend define deform degrade deliver demonstrate demyelinate"
    " denote depend deplete depolarise depolarize deprive derive describe destroy detach detect"
    " deteriorate determine develop diagnose dictate die differ differentiate diffuse digest dilate"
    " dim diminish disable disappear discover dislodge displace disrupt dissipate dissociate dissolve"
    " distinguish distribute divide dominate drop eat eject elevate elicit eliminate elongate embed"
    " emerge emit emphasise emphasize employ enable enclose encode encompass encourage endure engage"
    " engulf enhance enlarge enrich enroll ensue ensure entail entangle enter equip eradicate erode"
    " escape establish evade evaluate evaporate evoke evolve exacerbate examine exceed excise excite"
    " exclude excrete exert exhale exist expand expect expire explain exploit explore expose extend"
    " exude facilitate fail faint feed ferment fertilise fill find fix flatten float flourish"
    " fluctuate follow forget foster fuse generate get give glow go govern grow handle happen harbor"
    " harden hasten heal help hibernate hinder hold hydrolyse hydrolyze hyperpolarise identify ignore"
    " illustrate impair impede impinge implicate imply impose imprint improve inactivate include"
    " incorporate indicate induce infect infer infiltrate inflame inflate inform ingest inhale inherit"
    " inhibit initialise initiate inject innervate insert inspire instruct integrate intensify"
    " interact interfere interrupt introduce invade invent invert investigate involve ionise ionize"
    " irradiate irritate join keep know lay learn leave lengthen let liberate lie localise localize"
    " lose lubricate lyse maintain make manage manufacture marry maximise maximize mean mediate meet"
    " melt merge metabolise metabolize migrate mimic minimise minimize misfold mitigate mobilise"
    " mobilize modify modulate moult move multiply mutate necessitate neutralise neutralize nourish"
    " nucleate obey observe obstruct obtain occlude occupy occur operate oppose opsonise optimise"
    " optimize orchestrate originate outweigh overcome overlie oversee oxidise oxidize oxygenate"
    " paralyse patrol penetrate perceive perform perfuse permit persist phosphorylate pierce polarise"
    " polarize pollinate polymerise pose possess precede precipitate predict predispose prefer prepare"
    " prescribe preserve presume prevail prevent proceed produce proliferate prolong promote proofread"
    " propagate propel propose protect protrude prove provide provoke prune publish pull purify pursue"
    " push quench radiate raise reabsorb reach react realise realize rearrange rebuild recall recede"
    " receive recognise recognize recommend recover recruit recycle reduce refer reflect regard"
    " regenerate regress regulate reinforce reject relate relax relieve rely remain remember remove"
    " render repel replace replenish replicate represent repress reproduce require resemble reside"
    " resist resolve respond restore restrict retain retract reuptake reveal revert rotate rub rupture"
    " satisfy say scatter scavenge secrete secure see seek segregate select send sequester serve"
    " settle shorten shrink sit soften solidify solve speak splice squeeze stabilise stabilize stay"
    " sterilise sterilize stimulate straighten strengthen sublimate submit subside subtract succeed"
    " suffer suffice suggest suit summarise suppress surpass surround survive suspect suspend sustain"
    " swell swim synthesise synthesize take teach tend terminate tether thicken think threaten thrive"
    " tighten tilt titrate tolerate toughen transcribe transduce transform translate transmit"
    " transpire traverse treat tumble undergo underlie undermine underscore understand undertake"
    " unfold unite unlock unwind urge usher utilise utilize vaccinate vanish vaporise vary veer"
    " ventilate vibrate violate vomit wait want warn warrant weaken weave weigh widen wipe withdraw"
    " wither worsen wrap"
)
# Words that are verbs or nouns, depending on context.
VERBS_OR_NOUNS = _words(
    "access age aggregate aim answer archive attack balance bear beat benefit block boost break burn"
    " calm cause change clear close coat code coil collapse compromise conduct conserve construct"
    " contact contract control cool correlate count counter couple cover cross cure damage date deal"
    " debate decline decrease delay demand deposit discharge document dose drain drift drink drive"
    " drop echo encounter end estimate exchange exhibit experience express extract fall favor favour"
    " fight filter flow focus force form fragment freeze function gain grade graft guard guide halt"
    " harm harvest host house hunt hurt impact import increase influence isolate issue kill label lack"
    " launch lead leak leverage lift limit line link load lock lower map mark match measure mix"
    " monitor name narrow need note notice offer offset open orbit order overlap own pass pay peak"
    " pinch place plan play plot point present process progress pump puncture question range record"
    " release remodel repair report reserve rest result return reverse rise run sample scan scar score"
    " seal sense shape share shed shift show shuttle signal silence slide slow span speed spread stage"
    " start state stick stop store stress stretch strike strip struggle study substitute supply"
    " support surge switch tap target taste tear test thin tie touch trace transfer transition"
    " transport trap travel trial trigger turn twist use visit wake walk wash waste win work yield"
    " last blow chew cough inhale lift rinse sip sneeze sniff spit swallow wheeze breath dress press push"
)
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
UNITS = _words(
    "% percent mg g kg mcg µg μg ng ml l dl mmol mol nmol pmol iu units unit cm mm m nm µm km hours"
    " hour h minutes minute min seconds second s days day weeks week months month years year million"
    " billion thousand kda da ph mmhg bpm °c kcal calories cells times fold people patients"
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
