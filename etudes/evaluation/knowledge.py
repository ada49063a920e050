"""Sections of the report on what the model knows: likelihood, infilling, its sources."""

from collections.abc import Iterator, Mapping

from etudes.evaluation.content import Content, Figures, Table, shares
from etudes.evaluation.plots import dots
from etudes.model.key_figures import NGRAMS, SETS, best_ngram, in_text


def likelihood(figures: Figures) -> Content:
    """Bits by set and collection, the opening bars apart."""
    rows, plotted = [], {}
    for label, row in _sets(figures["sets"]):
        cells = [row["gru"]["joint"], *(row[name]["joint"] for name in NGRAMS)]
        rows.append(
            (
                label,
                in_text(row["gru"]["duration"]),
                in_text(row["gru"]["pitch"]),
                *(in_text(cell) for cell in cells),
                f"{row['events']:,} / {row['families']:,}",
            )
        )
        plotted[label] = [cells[0], row["kn"]["joint"], best_ngram(row)[1]]
    fitted = figures["learnt_share"]
    caption = (
        "Bits an event with the interval of 95 % over resampled families of variants; all "
        "columns but the first two are of duration and pitch together. The n-grams learnt "
        + ("the whole training side." if fitted == 1 else f"{fitted:.0%} of it only.")
    )
    columns = (
        *("music", "model: duration", "model: pitch", "model"),
        *NGRAMS.values(),
        "events / families",
    )
    plot = dots(
        "bits",
        "Bits a note of unseen music, less is better",
        "bits a note",
        ("model", "Kneser–Ney", "best n-gram"),
        plotted,
    )
    return Content((plot,), (Table(caption, columns, tuple(rows)),))


def infilling(figures: Figures) -> Content:
    """How near the model comes to a true bar, and what baselines do."""
    names = {
        "model": "model",
        "previous_bar": "the bar before, again",
        "random_bar": "a bar of another tune",
    }
    table = Table(
        f"{figures['bars']} bars, {figures['draws']} draws each ({figures['left_out']} "
        f"melodies left out; {figures['fit']:.0%} of the draws filled the bar). The true "
        f"bar costs {in_text(figures['true_bar_bits'])} bits an event. Intervals of 95 % "
        "over resampled bars.",
        ("filling", "BLEU", "ROUGE-L", "exactly the true bar"),
        tuple(
            (name, *(in_text(figures[key][m]) for m in ("bleu", "rouge_l", "exact")))
            for key, name in names.items()
        ),
    )
    plot = dots(
        "bleu",
        "Likeness to the true bar",
        "0 nothing in common, 1 the same",
        ("BLEU", "ROUGE-L"),
        {name: [figures[k]["bleu"], figures[k]["rouge_l"]] for k, name in names.items()},
        span=(0, 1),
    )
    return Content((plot,), (table,))


def bias(figures: Figures) -> Content:
    """Which regions and centuries the data stand for, and in which views."""
    tables = [
        Table(f"Notes by {what}.", (what, "notes", "share"), shares(figures[key]))
        for key, what in (("by_region", "region"), ("by_century", "century"))
    ]
    rows = tuple(
        (
            row["collection"],
            row["region"],
            row["century"],
            row["printed"] or "–",
            f"{row['notes']:,}",
            row["about"],
            row["source"],
        )
        for row in figures["rows"]
    )
    columns = (
        *("collection", "region", "century", "printed", "notes", "what it is"),
        "where that is said",
    )
    views = Table(
        "Pieces by view. Doubled values and skeletons (a note a beat) are made from tunes "
        "by the program: synthetic.",
        ("view", "pieces", "share"),
        shares(figures["views"]),
    )
    return Content((), (*tables, Table("The collections.", columns, rows), views))


def _sets(sets: Mapping[str, Figures]) -> Iterator[tuple[str, Figures]]:
    """Yield each set, its opening bars, and its collections where it has several."""
    for name, of_set in sets.items():
        label = SETS.get(name, name)
        for part, where in (("all", ""), ("bars_1_4", ", bars 1–4")):
            if part in of_set:
                yield f"{label}{where}", of_set[part]
        collections = of_set["by_collection"]
        if len(collections) > 1:
            for collection, parts in collections.items():
                yield f"– {collection}", parts["all"]
