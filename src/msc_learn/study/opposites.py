"""Where a letter or a syllable turns the meaning, so that no slip of the pen may be assumed."""

# Fragments that make another word of a word: osteoblast and osteoclast are nine tenths alike.
_PAIRS = (
    ("blast", "clast"), ("blast", "cyte"), ("hypo", "hyper"), ("increas", "decreas"), ("auto", "allo"),
    ("vivo", "vitro"), ("vivo", "situ"), ("vitro", "situ"), ("intra", "inter"), ("intra", "extra"),
    ("pro", "anti"), ("endo", "exo"), ("endo", "ecto"), ("endo", "epi"), ("micro", "macro"),
    ("afferent", "efferent"), ("adduct", "abduct"), ("agonis", "antagonis"), ("up", "down"), ("pre", "post"),
    ("sub", "super"), ("sub", "supra"), ("homo", "hetero"), ("uni", "multi"), ("pluri", "multi"),
    ("pluri", "toti"), ("multi", "toti"), ("mono", "poly"), ("ab", "ad"), ("sensitiv", "specific"),
    ("mitosis", "meiosis"), ("mitotic", "meiotic"), ("ileum", "ilium"), ("ureter", "urethr"),
    ("prostat", "prostrat"), ("dysphag", "dysphas"), ("perineal", "peroneal"), ("glucagon", "glycogen"),
    ("lyso", "lysi"), ("itis", "osis"), ("ase", "ose"), ("ate", "ite"), ("ane", "ene"), ("ine", "ane"),
    ("ide", "ine"), ("genic", "lytic"), ("philic", "phobic"), ("positive", "negative"), ("more", "less"),
    ("higher", "lower"), ("before", "after"), ("acute", "chronic"), ("activ", "inactiv"), ("gain", "loss"),
    ("upper", "lower"), ("left", "right"), ("male", "female"), ("donor", "recipient"), ("early", "late"),
    ("proximal", "distal"), ("anterior", "posterior"), ("dorsal", "ventral"), ("cortic", "corti"),
    ("gastric", "gastrin"), ("kerato", "cerato"), ("synov", "synap"), ("apopto", "autopho"),
    ("chondro", "chordo"), ("syn", "sym"), ("amin", "imin"), ("myel", "myo"), ("osteo", "ostio"),
    ("regener", "degener"), ("prevent", "promot"),
    ("hemo", "homo"), ("macrophag", "microphag"), ("transcription", "translation"), ("ligand", "receptor"),
    ("cytosine", "cytidine"), ("thymine", "thiamine"), ("stromal", "strumal"), ("ventricul", "ventral"),
)  # fmt: skip
_NEGATING = (
    "a",
    "ab",
    "an",
    "anti",
    "contra",
    "counter",
    "de",
    "dis",
    "il",
    "im",
    "in",
    "ir",
    "mis",
    "non",
    "un",
)
_NEGATIONS = frozenset(
    "no non not none never neither nor without cannot cant isnt arent doesnt dont didnt wasnt werent wont"
    " hasnt havent lack lacks lacking absent absence".split()
)


def opposed(one: str, other: str) -> bool:
    """Return whether two words differ by what turns the meaning of one into that of the other."""
    if one == other:
        return False
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    if any(long == prefix + short for prefix in _NEGATING):
        return True
    return any(_turned(a, b, one.casefold(), other.casefold()) for a, b in _PAIRS)


def negates(parts: tuple[str, ...]) -> bool:
    """Return whether the words deny something."""
    return any(part.casefold() in _NEGATIONS for part in parts)


def _turned(a: str, b: str, one: str, other: str) -> bool:
    return (a in one and one.replace(a, b, 1) == other) or (b in one and one.replace(b, a, 1) == other)
