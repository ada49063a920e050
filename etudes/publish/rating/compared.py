"""Tables of what is compared: systems, pairs, two models; of one set of figures each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from etudes.evaluation.content import Table
from etudes.publish.rating.conclusions import (
    About,
    Verdict,
    contrasts_of,
    looks_of,
    stop_words,
)
from etudes.publish.rating.told import DASH, counted, p_value, percent, told, words
from etudes.rating.findings.few import caution
from etudes.rating.findings.pairs import Pairs
from etudes.rating.findings.systems import Mean
from etudes.rating.findings.table import Missing
from etudes.rating.report import Figures, Report
from etudes.rating.scales import rating_scales

_VERDICTS: Final[Mapping[Verdict, str]] = {
    "above": "higher",
    "below": "lower",
    "alike": "alike",
    "open": "open",
}


def of_systems(
    figures: Figures, report: Report, drawn: Mapping[About, Verdict]
) -> tuple[Table, ...]:
    """Return the means of systems and how they differ, on the question on which
    conclusions are drawn and on the others."""
    found = figures.systems
    if isinstance(found, Missing):
        return ()
    scale = report.settings.primary
    tables = [
        means_table("Means of each system, of 7.", found.means, lambda one: one.system)
    ]
    decide = tuple(
        (
            f"{one.first} – {one.second}",
            told(one.found.difference),
            p_value(one.found.p),
            p_value(one.p_corrected),
            _VERDICTS[drawn[scale, one.first, one.second]],
        )
        for one in contrasts_of(figures, scale)
    )
    describe = tuple(
        (f"{one.first} – {one.second}", words(one.scale), told(one.found.difference))
        for one in contrasts_of(figures)
        if one.scale != scale
    )
    if decide:
        tables.append(
            Table(
                f"Differences on “{words(scale)}”, on which conclusions are drawn, in "
                "points: the first system less the second. The interval and p are of one "
                "t, over raters and the pieces of each system; corrected (Holm) for all "
                "comparisons. Alike: shown to differ by less than "
                f"{report.settings.margin:g}. Open: no difference is shown, and none is "
                "ruled out.",
                ("systems", "difference", "p", "corrected", "the first is"),
                decide,
            )
        )
    if describe:
        tables.append(
            Table(
                "Differences on the other questions, in points, described: of twenty such "
                "intervals one leaves out 0 by chance alone.",
                ("systems", "question", "difference"),
                describe,
            )
        )
    return tuple(tables)


def of_pairs(found: Pairs) -> Table:
    """Return the strengths of systems in pairs."""
    return Table(
        f"{counted(found.between, 'pair')} of two systems, by "
        f"{counted(found.raters, 'rater')}. Before {found.reference}: how often the system "
        f"is chosen where one of the two is. {caution('pairs', found.raters)}".rstrip(),
        ("system", "strength", f"before {found.reference}", "taken", "equal", "not taken"),
        tuple(
            (
                one.system,
                told(one.strength),
                DASH if one.system == found.reference else percent(one.against),
                str(one.chosen),
                str(one.equal),
                str(one.passed_over),
            )
            for one in found.systems
        ),
    )


def of_stopping(figures: Figures, report: Report, drawn: Mapping[About, Verdict]) -> Table:
    """Return the comparisons of two models, and whether they can stop."""
    found = looks_of(figures)
    return Table(
        "Lead of the first model in choices, from −1 to 1, with an interval that holds "
        "however often one looks, and that is wider by what the choice of pieces may have "
        "done. A unit is the mean of one rater who has answered all "
        f"pairs of the two; a lead below {found[0].margin:g} "
        f"({50 + 50 * found[0].margin:.0f} : {50 - 50 * found[0].margin:.0f}) counts as "
        "none.",
        ("models", "lead", "raters", "to come", "verdict"),
        tuple(
            (
                f"{one.first} – {one.second}",
                told(one.look.mean),
                str(one.look.units),
                str(one.waiting),
                stop_words(
                    one,
                    drawn["stopping", one.first, one.second],
                    is_open=report.provenance.is_open,
                ),
            )
            for one in found
        ),
    )


def means_table(caption: str, means: Sequence[Mean], row: Callable[[Mean], str]) -> Table:
    """Return means, a row for each system of a group, a column for each scale."""
    by_row: dict[str, dict[str, Mean]] = {}
    for one in means:
        by_row.setdefault(row(one), {})[one.scale] = one
    scales = tuple(rating_scales())
    return Table(
        caption,
        ("pieces of", *(words(name) for name in scales), "pieces", "ratings"),
        tuple(
            (
                name,
                *(told(of[scale].mean) if scale in of else DASH for scale in scales),
                str(max(one.pieces for one in of.values())),
                str(max(one.ratings for one in of.values())),
            )
            for name, of in by_row.items()
        ),
    )
