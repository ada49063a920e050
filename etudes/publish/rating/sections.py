"""The sections of a session's report that tell of pieces and of what made them."""

from collections.abc import Sequence

from etudes.evaluation.content import Table
from etudes.evaluation.plots import Plot, bars, dots
from etudes.publish.rating.compared import means_table, of_pairs, of_stopping, of_systems
from etudes.publish.rating.conclusions import (
    looks_of,
    shown_measures,
    verdicts,
    verdicts_of,
)
from etudes.publish.rating.parts import Parts, figure, listed
from etudes.publish.rating.told import counted, p_value, percent, told, words
from etudes.rating.findings.systems import Mean
from etudes.rating.findings.table import Missing
from etudes.rating.report import Report
from etudes.rating.scales import rating_scales
from etudes.statistics.estimate import Estimate

_ANSWERS = range(1, 8)


def systems(report: Report) -> Parts:
    found = report.figures.systems
    if isinstance(found, Missing):
        return Parts(found.why)
    tables = of_systems(report.figures, report, verdicts(report))
    return Parts(plots=(_plot("systems", found.means),), tables=tables)


def without_flagged(report: Report) -> Parts:
    figures = report.without_flagged
    if figures is None:
        return Parts("nobody is left" if report.flagged else "nobody is to be left out")
    found = figures.systems
    drawn = verdicts_of(figures, report.settings.primary)
    tables = of_systems(figures, report, drawn)
    of_levels = figures.levels
    if not isinstance(of_levels, Missing):
        row = (percent(of_levels.near), told(of_levels.off), _or_why(of_levels.within))
        columns = ("what", "near the level", "levels off", "measured, judged, within (ρ)")
        tables += (Table("Levels.", columns, (("all levels", *row),)),)
    if not isinstance(figures.pairs, Missing):
        tables += (of_pairs(figures.pairs),)
    if looks_of(figures):
        tables += (of_stopping(figures, report, drawn),)
    plots = () if isinstance(found, Missing) else (_plot("without", found.means),)
    return Parts(plots=plots, tables=tables)


def by_group(report: Report) -> Parts:
    found = report.figures.systems
    if isinstance(found, Missing):
        return Parts(found.why)

    def row(one: Mean) -> str:
        return f"{one.group}, {one.system}"

    return Parts(
        tables=(
            means_table("Means by level, of 7.", found.levels, row),
            means_table("Means by instrument, of 7.", found.instruments, row),
        )
    )


def levels(report: Report) -> Parts:
    found = report.figures.levels
    if isinstance(found, Missing):
        return Parts(found.why)
    counts = Table(
        "Values given of the models’ pieces, as levels beside the one named above the "
        "piece: −3 far too easy, 0 right, +3 far too hard. Near: at most "
        f"{report.settings.near:g} off; answers by chance come to "
        f"{100 * found.chance:.0f} %.",
        ("level", *(f"{off:+d}".replace("-", "−") if off else "0" for off in range(-3, 4)),
         "mean", "near", "pieces", "ratings"),
        tuple(
            (
                f"level {row.level}",
                *(str(count) for _, count in row.counts),
                told(row.off),
                percent(row.near),
                str(row.pieces),
                str(row.ratings),
            )
            for row in found.rows
        ),
    )  # fmt: skip
    ranks = listed(
        "Rank correlation (Spearman) of the level measured with the mean level judged of "
        "each piece, both about the mean of their level. Over all levels it would be near "
        "1 also where nobody listens, for the level judged is the one asked for plus the "
        "answer.",
        [("ρ within levels", _or_why(found.within))],
    )
    judged = {
        f"level {row.level}": (figure(_moved(row.off, row.level)),) for row in found.rows
    }
    plots: list[Plot] = [
        dots(
            "judged-levels",
            "Levels judged, by the level asked for",
            "level judged (mean)",
            ("judged",),
            judged,
            bands={
                f"level {row.level}": (row.level - 0.5, row.level + 0.5)
                for row in found.rows
            },
            numbers=range(found.rows[0].level - 3, found.rows[-1].level + 4),
        )
    ]
    if len(found.rows) <= 4:  # more are not told apart side by side
        given = {f"level {row.level}": dict(row.counts) for row in found.rows}
        plots.append(bars("levels-off", "How far off", "levels off", given))
    return Parts(plots=tuple(plots), tables=(counts, ranks))


def pairs(report: Report) -> Parts:
    found = report.figures.pairs
    if isinstance(found, Missing):
        return Parts(found.why)
    strengths = {one.system: (figure(one.strength),) for one in found.systems}
    plot = dots(
        "strengths",
        "Strength of each system in pairs (Bradley–Terry)",
        "logits against the mean",
        ("strength",),
        strengths,
        line=0.0,
    )
    notes = [
        (
            "side",
            f"left {found.left}, right {found.right}, equal {found.equal}; pull to the "
            f"left {told(found.side)} logits; p of a fair coin {p_value(found.side_p)}",
        )
    ]
    if len(found.groups) > 1:
        groups = "; ".join(", ".join(group) for group in found.groups)
        notes.append(("never compared", f"between these groups nothing is told: {groups}"))
    if found.is_one_sided:
        notes.append(
            ("one-sided", "a system won all or lost all; of its strength a bound is known")
        )
    return Parts(plots=(plot,), tables=(of_pairs(found), listed("Beside that.", notes)))


def stopping(report: Report) -> Parts:
    found = report.figures.stopping
    if isinstance(found, Missing):
        return Parts(found.why)
    return Parts(tables=(of_stopping(report.figures, report, verdicts(report)),))


def measures(report: Report) -> Parts:
    found = report.figures.measures
    if isinstance(found, Missing):
        return Parts(found.why)
    shown = shown_measures(report)
    if not shown:
        return Parts(
            f"of {counted(len(found), 'pair')} of a measure and a question none is shown "
            f"to go together (least p, corrected for all: {p_value(found[0].p)}); the JSON "
            "has all"
        )
    table = Table(
        "Spearman’s ρ over pieces, both about the mean of the pieces of their level and "
        f"system; p corrected (Holm) for all {len(found)} that were asked. Those below "
        f"{1 - report.settings.confidence:.2g}; the JSON has all.",
        ("measure", "scale", "ρ", "p", "pieces"),
        tuple(
            (one.told, words(one.scale), told(one.found), p_value(one.p), str(one.pieces))
            for one in shown
        ),
    )
    return Parts(tables=(table,))


def by_piece(report: Report) -> Parts:
    found = report.by_piece
    if isinstance(found, Missing):
        return Parts(found.why)
    scales = tuple(rating_scales())
    rows = tuple(
        (
            str(place),
            one.item,
            one.system,
            f"{one.instrument}, level {one.level}",
            *(f"{one.means[scale]:.1f}" for scale in scales),
            f"{one.fair:.1f}",
            str(one.raters),
        )
        for place, one in enumerate(found, start=1)
    )
    names = (words(scale) for scale in scales)
    columns = ("place", "item", "system", "shown as", *names, "would use, fair", "raters")
    return Parts(tables=(Table("Means of each piece, of 7.", columns, rows),))


def pieces(report: Report) -> Parts:
    rows = tuple(
        (
            one.item,
            one.system,
            f"{one.instrument}, level {one.level}",
            str(one.seed),
            one.source or "–",
            one.score_sha256[:16],
            one.sound_sha256[:16],
        )
        for one in report.provenance.pieces
    )
    if not rows:
        return Parts("the session shows nothing")
    caption = (
        f"{counted(len(rows), 'piece')}. Score and sound: the first 16 digits of their "
        "SHA-256; whole in the JSON."
    )
    columns = ("item", "system", "shown as", "seed", "source", "score", "sound")
    return Parts(tables=(Table(caption, columns, rows),))


def _plot(name: str, means: Sequence[Mean]) -> Plot:
    names = tuple(dict.fromkeys(one.system for one in means))
    values = {(one.scale, one.system): figure(one.mean) for one in means}
    return dots(
        name,
        "Means of each scale, by system",
        "mean, of 7",
        names,
        {
            words(scale): tuple(values.get((scale, system)) for system in names)
            for scale in rating_scales()
        },
        numbers=_ANSWERS,
    )


def _moved(found: Estimate, by: float) -> Estimate:
    return Estimate(found.value + by, found.low + by, found.high + by, found.confidence)


def _or_why(found: Estimate | Missing) -> str:
    return found.why if isinstance(found, Missing) else told(found)
