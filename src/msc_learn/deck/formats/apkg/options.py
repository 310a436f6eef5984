"""A preset in Anki's JSON, with Anki's defaults for all options that we do not set."""

from typing import Any

from msc_learn.deck.preset import Preset

# The defaults of Anki 26.09 for a new preset.
_NEW = {"initialFactor": 2500, "ints": [1, 4, 0], "order": 1}
_REVIEWS = {"ease4": 1.3, "hardFactor": 1.2, "ivlFct": 1.0, "maxIvl": 36500}
_LAPSES = {"minInt": 1, "mult": 0.0}
_REST = {
    "usn": -1,  # not yet known to the learner's sync server
    "dyn": False,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "newMix": 0,
    "newPerDayMinimum": 0,
    "interdayLearningMix": 0,
    "reviewOrder": 0,
    "ignoreRevlogsBeforeDate": "",
    "easyDaysPercentages": [1.0] * 7,
    "waitForAudio": True,
    "sm2Retention": 0.9,
    "weightSearch": "",
}
_SUSPEND, _TAG_ONLY = 0, 1
_BY_DECK, _BY_POSITION = 0, 1
_BY_CARD_TYPE, _AS_GATHERED = 0, 1


def options_of(preset: Preset, id_: int) -> dict[str, Any]:
    """Return a preset as JSON for Anki's column `dconf`."""
    bury = preset.bury_siblings
    return _REST | {
        "id": id_,
        "name": preset.name,
        "mod": 0,
        "new": _NEW | {"bury": bury, "delays": [*preset.learning_steps], "perDay": preset.new_per_day},
        "rev": _REVIEWS | {"bury": bury, "perDay": preset.reviews_per_day},
        "buryInterdayLearning": bury,
        "lapse": _LAPSES
        | {
            "delays": [*preset.relearning_steps],
            "leechAction": _SUSPEND if preset.leeches_are_suspended else _TAG_ONLY,
            "leechFails": preset.leech_after_lapses,
        },
        "newGatherPriority": _BY_POSITION if preset.gather_by_position else _BY_DECK,
        "newSortOrder": _AS_GATHERED if preset.keep_gathered_order else _BY_CARD_TYPE,
        "desiredRetention": preset.desired_retention,
    }
