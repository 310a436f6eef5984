"""Numbers that the terminal and the study page share: `shared/constants.json`.

Loaded where it is used, so that `--help` reads no file.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "shared" / "constants.json"
_VALUES: dict[str, dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))
_FSRS, _SESSION, _EXAM, _HISTORY = (_VALUES[name] for name in ("fsrs", "session", "exam", "history"))

# The default scheduler of a review: the model, its release, its weights, the desired retention.
SCHEDULER: str = _FSRS["scheduler"]
# The default weights of FSRS-6, fitted to many learners; fsrs 6.3.2 has the same.
WEIGHTS: tuple[float, ...] = tuple(_FSRS["weights"])
RETENTION: float = _FSRS["retention"]
# Below, too many reviews fail; above, there are too many reviews. Anki has the same limits.
LOWEST_RETENTION: float = _FSRS["lowest_retention"]
HIGHEST_RETENTION: float = _FSRS["highest_retention"]
MAXIMUM_DAYS: int = _FSRS["maximum_days"]
# Anki's fuzz: the share of each part of an interval, from a day to another, that may be added or taken,
# so that cards learned together do not stay together for ever.
FUZZ: tuple[tuple[float, float, float], ...] = tuple(map(tuple, _FSRS["fuzz"]))

# Of a normal distribution, 95 % lies within so many standard deviations.
Z_95: float = _VALUES["statistics"]["z_95"]

# The hour at which a learner's day ends, as in Anki.
CUT_OFF = timedelta(hours=_VALUES["day"]["cut_off_hours"])

CARDS_A_SESSION: int = _SESSION["cards"]
NEW_A_DAY: int = _SESSION["new_a_day"]
# A learning step due within this time is asked in the same session (Anki's learn-ahead limit).
LEARN_AHEAD = timedelta(minutes=_SESSION["learn_ahead_minutes"])
# How far to look ahead for a card of another topic: further ahead, cards most at risk would wait too long.
TOPIC_LOOK_AHEAD: int = _SESSION["topic_look_ahead"]
MISSED_SHOWN: int = _SESSION["missed_shown"]
LEECH_LAPSES: int = _VALUES["leech"]["lapses"]
LEECH_WARN_EVERY: int = _VALUES["leech"]["warn_every"]
SOURCES_SHOWN: int = _VALUES["shown"]["sources"]
ANSWER_SHOWN: int = _VALUES["shown"]["answer_letters"]

CLOSE_SCORE: float = _EXAM["close_score"]
SCORE_TOLERANCE: float = _EXAM["score_tolerance"]
# With fewer items, luck decides too often whether someone passes.
GATE_ITEMS: int = _EXAM["gate_items"]
MOST_MINUTES: int = _EXAM["most_minutes"]
MOST_MONTHS: int = _EXAM["most_months"]
MOST_IN_EXAM: int = _EXAM["most"]

SCHEMA: int = _HISTORY["schema"]
EXAM_SCHEMA: int = _HISTORY["exam_schema"]
ELAPSED_LIMIT: int = _HISTORY["elapsed_limit"]
# A card may fall due a century after its last answer; a year on either side is beyond the calendar.
FIRST_YEAR: int = _HISTORY["first_year"]
LAST_YEAR: int = _HISTORY["last_year"]
PROBLEMS_SHOWN: int = _HISTORY["problems_shown"]
