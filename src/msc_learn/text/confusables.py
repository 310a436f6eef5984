"""Word parts that turn the meaning of a word: fragments that exclude each other, and prefixes."""

from pathlib import Path

# Of each group one fragment excludes the others: where two words differ by them alone, both are words.
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split())
    for group in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
)
# What, put before a word, makes another word of it: normal and abnormal, thyroid and parathyroid.
PREFIXES = tuple(
    """
a ab an ante anti apo auto allo bi co contra counter de des di dis dys endo epi es eu ex exo
extra holo hyper hypo il im in infra inter intra ir iso macro mal mega meta micro mis mono
multi neo non nor oligo par para peri poly post pre pro pseudo re retro semi sub super supra
trans tri ultra un uni xeno
""".split()
)
