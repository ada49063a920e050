"""The dozen figures of an evaluation that are told first, each with its yardstick."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SETS = {
    "free": "dance tunes and airs",
    "lieder": "songs",
    "quartets": "quartet lines",
}
"""Names for people of the sets of `etudes.evaluation.held_out`."""

NGRAMS = {
    "kn": "Kneser–Ney",
    "kn_joint": "Kneser–Ney, joint",
    "ltm_stm": "long-term + short-term",
    "ltm_stm_tuned": "long-term + short-term, tuned",
}
"""Names for people of its n-grams."""

_MODEL = "gru"
_TOLD = "gru_told_level"

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure: what it is, its value with the interval, what stands beside it, and of
    how many it is."""

    part: str
    what: str
    value: str
    beside: str
    count: str


def in_text(figure: Sequence[float | None] | float | None, digits: int = 3) -> str:
    """Return a figure with its interval in words.

    Examples
    --------
    >>> in_text([2.0451, 2.0019, 2.0866]), in_text([1.0, None, None], 2), in_text(None)
    ('2.045 [2.002, 2.087]', '1.00', '–')
    """
    if figure is None or (isinstance(figure, Sequence) and not figure):
        return "–"
    if not isinstance(figure, Sequence):
        return f"{figure:.{digits}f}"
    value, *ends = figure
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    low, high = [*ends, None, None][:2]
    if low is None or high is None:
        return text
    return f"{text} [{low:.{digits}f}, {high:.{digits}f}]"


def key_figures(evaluation: Figures) -> list[KeyFigure]:
    """Return the key figures of the parts that an evaluation has."""
    found: list[KeyFigure] = []
    for name, of_part in _PARTS.items():
        figures = evaluation["parts"].get(name, {}).get("figures")
        if figures is not None:
            found += of_part(figures)
    return found


def best_ngram(row: Figures) -> tuple[str, list[float | None]]:
    """Return the n-gram with the fewest joint bits: its name, and bits with interval."""
    bits = {
        name: of["joint"]
        for name, of in row.items()
        if isinstance(of, dict) and "joint" in of and name not in (_MODEL, _TOLD)
    }
    name = min(bits, key=lambda name: bits[name][0])
    return name, bits[name]


def _likelihood(figures: Figures) -> Iterator[KeyFigure]:
    for name, of_set in figures["sets"].items():
        for part, where in (("all", ""), ("bars_1_4", ", bars 1–4")):
            if part not in of_set or (part != "all" and name != "free"):
                continue
            row = of_set[part]
            rival, bits = best_ngram(row)
            yield KeyFigure(
                "likelihood",
                f"bits a note, {SETS.get(name, name)}{where}",
                in_text(row[_MODEL]["joint"]),
                f"best n-gram ({NGRAMS.get(rival, rival)}) {in_text(bits)}",
                f"{row['events']:,} notes and rests of {row['families']:,} families",
            )


def _distribution(figures: Figures) -> Iterator[KeyFigure]:
    mean, pieces = figures["mean"], figures["pieces"]
    yield KeyFigure(
        "distribution",
        "overlapped area, mean of nine features",
        in_text(mean["overlap"]),
        f"human against human {in_text(mean['ceiling'])}; ours reaches "
        f"{in_text(mean['share'])} of it",
        f"{pieces['generated']} études, {pieces['human']} excerpts",
    )


def _discriminator(figures: Figures) -> Iterator[KeyFigure]:
    logistic = figures["logistic"]
    humans = logistic["human_against_human"]
    windows = figures["windows"]
    beside = f"human against human {in_text(humans)}" if humans else "0.5 is a guess"
    yield KeyFigure(
        "discriminator",
        "told from human bars (AUC)",
        in_text(logistic["auc"]),
        beside,
        f"{windows['generated']} and {windows['human']} windows of "
        f"{figures['measures']} bars",
    )


def _structure(figures: Figures) -> Iterator[KeyFigure]:
    of_all = figures["all"]
    measures = of_all["measures"]
    count = f"{of_all['items']} études, {of_all['human']} excerpts"
    if not measures:
        return
    inside = sum(row["inside"] for row in measures.values())
    yield KeyFigure(
        "structure",
        "measures of structure inside the human interval",
        f"{inside} of {len(measures)}",
        "–",
        count,
    )
    for name, what in (
        ("returns_4", "bars equal to the bar four before"),
        ("half_close", "half close at mid-phrase"),
    ):
        if name in measures:
            row = measures[name]
            human = [row["human"], *row["human_interval"]]
            yield KeyFigure(
                "structure",
                what,
                in_text([row["ours"], *row["interval"]]),
                f"human {in_text(human)}",
                count,
            )


def _endings(figures: Figures) -> Iterator[KeyFigure]:
    draws, human = figures["draws"]["all"], figures["human"]
    count = f"{draws['draws']:,} draws"
    yield KeyFigure(
        "endings",
        "probability that rules take from the last pitch, mean",
        in_text(draws["last_pitch_removed_mean"]),
        f"median {in_text(draws['last_pitch_removed_median'])}",
        count,
    )
    yield KeyFigure(
        "endings",
        "ends that meet the rule unaided",
        in_text(draws["end_rule_unaided"]),
        "–",
        count,
    )
    items = figures["items"]
    beside = f"human {in_text(human['common_closing_motion'])}" if human else "–"
    yield KeyFigure(
        "endings",
        "études with a common closing motion",
        in_text(items["common_closing_motion"]) if items else "–",
        beside,
        f"{items['melodies']} études" if items else "–",
    )


def _conditioning(figures: Figures) -> Iterator[KeyFigure]:
    *level, count = figures["intervals"]["level"]
    yield KeyFigure(
        "conditioning",
        "level told against level measured (rank correlation)",
        in_text(level),
        "1 is obedience, 0 none",
        f"{count} melodies",
    )
    if "style_generated" in figures["intervals"]:
        *style, count = figures["intervals"]["style_generated"]
        chance, human = figures["style"]["chance"], figures["style"]["human"]
        yield KeyFigure(
            "conditioning",
            "style recognised by a judge that read humans",
            in_text(style),
            f"chance {chance:.3f}, human {in_text(human['recognised'])}",
            f"{count} melodies",
        )


def _copying(figures: Figures) -> Iterator[KeyFigure]:
    ours, theirs = figures["generated"], figures["human"]
    difference = figures["difference"]["median_longest_run"]
    yield KeyFigure(
        "copying",
        "longest run shared with the training music, median",
        f"{ours['longest_run']['median']:.0f} notes",
        f"human {theirs['longest_run']['median']:.0f}; difference "
        f"{in_text([difference['value'], *difference['interval']], 1)}",
        f"{ours['melodies']} études, {theirs['melodies']} excerpts",
    )
    yield KeyFigure(
        "copying",
        f"études with more than {figures['longest_allowed']} copied notes in a row",
        str(ours["beyond_cap"]),
        f"human {theirs['beyond_cap']}",
        f"{ours['melodies']} études, {theirs['melodies']} excerpts",
    )


_PARTS = {
    "likelihood": _likelihood,
    "distribution": _distribution,
    "discriminator": _discriminator,
    "structure": _structure,
    "endings": _endings,
    "conditioning": _conditioning,
    "copying": _copying,
}
