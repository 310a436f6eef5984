"""Units of measurement and their abbreviations."""

_SIZES = {
    "": "", "femto": "f", "pico": "p", "nano": "n", "micro": "u", "milli": "m", "centi": "c", "deci": "d",
    "kilo": "k",
}  # fmt: skip
_MEASURES = {
    "gram": "g", "gramme": "g", "litre": "l", "liter": "l", "metre": "m", "meter": "m", "mole": "mol",
    "mol": "mol",
}  # fmt: skip
UNITS = {
    f"{size}{measure}{plural}": f"{short}{unit}"
    for size, short in _SIZES.items()
    for measure, unit in _MEASURES.items()
    for plural in ("", "s")
    if size or unit != "m"
} | {
    "neg": "negative", "pos": "positive", "pct": "percent", "mcg": "ug",
    "mirna": "microrna", "mirnas": "micrornas",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "minute": "min", "minutes": "min", "mins": "min",
    "secs": "s", "seconds": "s", "days": "day", "weeks": "week", "months": "month", "years": "year",
}  # fmt: skip
# Short units that are letters or other words where no number stands before them.
AFTER_NUMBER = {
    "sec": "s", "second": "s", "2nd": "s", "d": "day", "wk": "week", "wks": "week", "mo": "month",
    "yr": "year", "yrs": "year", "y": "year", "u": "iu", "unit": "iu", "units": "iu",
    "celsius": "c", "centigrade": "c", "fahrenheit": "f", "mgs": "mg", "mls": "ml", "kgs": "kg",
}  # fmt: skip
# Behind a unit these say how often; behind a bare number they may not, for 10 daily is not 10 days.
AFTER_UNIT = AFTER_NUMBER | {
    "hourly": "h", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year",
    "bd": "2 times day", "bid": "2 times day", "tds": "3 times day", "tid": "3 times day",
    "qds": "4 times day", "qid": "4 times day",
}  # fmt: skip
# Behind one of these stands another unit: the day in 5 mg/kg/d.
SHORT_UNITS = frozenset(
    [f"{size}{unit}" for size in _SIZES.values() for unit in ("g", "l", "m", "mol")]
    + "iu h min s day times".split()
)
# What may follow a number with a decimal comma; before a name the comma parts two numbers, as in 2,3-BPG.
AFTER_DECIMAL = (
    r"(?:[numcdkμ]?(?:g|l|m|mol|s|iu)|mmhg|kpa|h|hrs?|hours?|min(?:ute)?s?|d|days?|weeks?|months?|years?"
    r"|per|percent|to|and|or|x|e|times|fold|million|billion|cells?|\w*(?:gram|litre|liter|metre|meter|mole)s?)"
)
# What extraction hides together with the number before it. The ids of drafts come from what they hide, so a
# word more in this list gives released drafts another id.
HIDDEN_WITH_NUMBER = frozenset(
    "% percent mg g kg mcg µg μg ng ml l dl mmol mol nmol pmol iu units unit cm mm nm m µm km hours"
    " hour h minutes minute min seconds second s days day weeks week months month years year million"
    " billion thousand kda da ph mmhg bpm °c kcal calories cells times fold people patients".split()
)
