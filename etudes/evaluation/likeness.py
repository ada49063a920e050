"""Sections of the report on how like human pieces the études are, and what is copied."""

from collections.abc import Iterator

from etudes.evaluation.content import Content, Figures, Table, difference, words
from etudes.evaluation.plots import Figure, bars, dots
from etudes.model.key_figures import in_text


def distribution(figures: Figures) -> Content:
    """Overlapped areas beside their ceiling."""
    features = figures["features"] | {"mean": figures["mean"]}
    named = {words(name): row for name, row in features.items()}
    plot = dots(
        "overlap",
        "Overlapped area, more is more alike",
        "overlapped area",
        ("études against human", "human against human"),
        {name: [row["overlap"], row["ceiling"]] for name, row in named.items()},
        span=(0.5, 1),
    )
    pieces = figures["pieces"]
    columns = ("overlap", "ceiling", "share", "kld", "kld_ceiling", "spread")
    table = Table(
        f"{pieces['generated']} études and {pieces['human']} excerpts; intervals of 95 % "
        "over resampled families. Share: overlap over ceiling. KLD in nats. Spread: mean "
        "distance among études over that among humans, below 1 is less varied.",
        (
            *("feature", "overlap", "human against human", "share"),
            *("KLD", "KLD, human", "spread"),
        ),
        tuple(
            (name, *(in_text(row[column]) for column in columns))
            for name, row in named.items()
        ),
    )
    return Content((plot,), (table,))


def discriminator(figures: Figures) -> Content:
    """The area under the curve, by level, and what gives études away."""
    logistic = figures["logistic"]
    rows: dict[str, Figure] = {"all levels": logistic["auc"]}
    rows |= {f"level {level}": of for level, of in logistic["by_level"].items()}
    humans = logistic["human_against_human"]
    plot = dots(
        "auc",
        "How well études are told from human bars (AUC)",
        "AUC; 0.5 is a guess",
        ("études against human", "human against human"),
        {name: [of, humans if name == "all levels" else None] for name, of in rows.items()},
        span=(0.4, 1),
        line=0.5,
    )
    windows = figures["windows"]
    auc = Table(
        f"{windows['generated']} and {windows['human']} windows of {figures['measures']} "
        f"bars, {figures['groups']} groups, {figures['folds']} folds; intervals of 95 % "
        "over resampled groups. Human against human: mean, least and greatest.",
        ("windows", "AUC"),
        (
            *((name, in_text(of)) for name, of in rows.items()),
            ("human against human", in_text(humans)),
        ),
    )
    evidence = Table(
        "The traits that weigh most; a weight above 0 speaks for an étude. These are means "
        "of all windows, without intervals.",
        ("trait", "études", "human", "weight", "AUC alone"),
        tuple(
            (
                row["trait"],
                *(f"{row[k]:.3f}" for k in ("generated", "human", "weight", "auc")),
            )
            for row in figures["gives_away"][:12]
        ),
    )
    return Content((plot,), (auc, evidence))


def structure(figures: Figures) -> Content:
    """Each measure beside its human interval."""
    of_all = figures["all"]
    measures = of_all["measures"]
    plot = dots(
        "structure",
        "Structure: where the études lie in the human interval",
        "−1 and 1 are the ends of the human interval, 0 the human mean",
        ("études",),
        {words(name): [_in_human(row)] for name, row in measures.items()},
        bands={words(name): (-1.0, 1.0) for name in measures},
        span=(-2, 2),
        line=0,
    )
    table = Table(
        f"{of_all['items']} études beside {of_all['human']} excerpts ({of_all['left_out']} "
        "études without a human counterpart left out). Human: mean and the interval that "
        "holds 95 % of the means of as many human pieces.",
        ("measure", "études", "human", "inside"),
        tuple(
            (
                words(name),
                in_text([row["ours"], *row["interval"]]),
                in_text([row["human"], *row["human_interval"]]),
                "yes" if row["inside"] else "no",
            )
            for name, row in measures.items()
        ),
    )
    inside = Table(
        "Measures inside the human interval.",
        ("études", "inside", "études / excerpts"),
        tuple(
            (
                name,
                f"{_inside(of)} of {len(of['measures'])}",
                f"{of['items']} / {of['human']}",
            )
            for name, of in _groups(figures)
        ),
    )
    return Content((plot,) if measures else (), (table, inside))


def copying(figures: Figures) -> Content:
    """Longest shared runs, and how much is new."""
    names = {"generated": "études", "human": "human, unseen"}
    plot = bars(
        "runs",
        "Longest run shared with the training music",
        "notes of the longest shared run",
        {
            name: {int(n): count for n, count in figures["runs"][side].items()}
            for side, name in names.items()
        },
    )
    ours_less = figures["difference"]
    runs = Table(
        "Longest shared runs, in notes; a commonplace (scale, repeated note) counts for "
        f"{figures['longest_allowed']} at most in the second. Difference of the medians: "
        f"{difference(ours_less['median_longest_run'], 1)} notes, with 95 %.",
        (
            *("melodies", "n", "median notes", "median run", "90 % at most", "longest"),
            *("longest copy", f"beyond {figures['longest_allowed']}", "whole tunes"),
        ),
        tuple(
            (
                name,
                str(of["melodies"]),
                f"{of['notes']['median']:.0f}",
                *(f"{of['longest_run'][k]:.0f}" for k in ("median", "90 %", "most")),
                f"{of['longest_copy']['most']:.0f}",
                str(of["beyond_cap"]),
                str(of["duplicates"]),
            )
            for side, name in names.items()
            for of in [figures[side]]
        ),
    )
    novel = Table(
        "Patterns that the training music does not hold, as a share; difference études "
        "less human, with 95 %.",
        ("pattern", "études", "human", "difference"),
        tuple(
            (
                f"{notes} notes",
                in_text(figures["generated"]["novel"][notes]),
                in_text(figures["human"]["novel"][notes]),
                difference(row),
            )
            for notes, row in ours_less["novel"].items()
        ),
    )
    return Content((plot,), (runs, novel))


def _groups(figures: Figures) -> Iterator[tuple[str, Figures]]:
    yield "all", figures["all"]
    yield from figures["metres"].items()
    for level, of in figures["levels"].items():
        yield f"level {level}", of


def _inside(of: Figures) -> int:
    return sum(bool(row["inside"]) for row in of["measures"].values())


def _in_human(row: Figures) -> Figure:
    """Return a measure in units of the human interval: its ends are −1 and 1."""
    mean, (low, high) = float(row["human"]), row["human_interval"]

    def placed(value: float) -> float:
        half = float(high) - mean if value >= mean else mean - float(low)
        # where humans do not vary at all, any difference is a whole step out
        return (value - mean) / half if half else 2.0 * (value != mean)

    found = [placed(value) for value in (row["ours"], *row["interval"])]
    return [max(-4.0, min(4.0, value)) for value in found]
