"""The sections of a session's report that tell of pieces and of what made them."""

from collections.abc import Callable, Sequence

from etudes.evaluation.content import Table
from etudes.evaluation.plots import Plot, bars, dots
from etudes.publish.rating.parts import Parts, figure, listed
from etudes.publish.rating.told import DASH, counted, p_value, percent, told, words
from etudes.publish.rating.words import concluded, stop_words
from etudes.rating.findings.systems import Mean
from etudes.rating.findings.table import Missing
from etudes.rating.report import Figures, Report
from etudes.rating.scales import rating_scales
from etudes.statistics.estimate import Estimate

_MOST_MEASURES = 20
_SPAN = (1.0, 7.0)


def systems(report: Report) -> Parts:
    found = report.figures.systems
    if isinstance(found, Missing):
        return Parts(found.why)
    return Parts(plots=(_plot("systems", found.means),), tables=_of_systems(report.figures))


def without_flagged(report: Report) -> Parts:
    if report.without_flagged is None:
        why = "nobody is left" if report.flagged else "nobody is to be left out"
        return Parts(why)
    found = report.without_flagged.systems
    if isinstance(found, Missing):
        return Parts(found.why)
    tables = _of_systems(report.without_flagged)
    of_levels = report.without_flagged.levels
    if not isinstance(of_levels, Missing):
        row = (percent(of_levels.near), told(of_levels.off), told(of_levels.within))
        columns = ("what", "near the level", "levels off", "measured, judged, within (ρ)")
        tables += (Table("Levels.", columns, (("all levels", *row),)),)
    return Parts(plots=(_plot("without", found.means),), tables=tables)


def _of_systems(figures: Figures) -> tuple[Table, ...]:
    found = figures.systems
    if isinstance(found, Missing):
        return ()
    tables = [_means("Means of each system, of 7.", found.means, lambda one: one.system)]
    if isinstance(found.contrasts, Missing):
        return tuple(tables)
    least = 1 - found.contrasts[0].found.difference.confidence
    tables.append(
        Table(
            "Differences in points: the first system less the second. The "
            "interval and p are of one t, over raters and the pieces of each system; "
            "corrected (Holm) for all rows. Shown: the corrected p is below "
            f"{least:.2g}, or the 90 % interval lies "
            "within the margin.",
            ("systems", "scale", "difference", "by bootstrap", "p", "corrected", "shown"),
            tuple(
                (
                    f"{one.first} – {one.second}",
                    words(one.scale),
                    told(one.found.difference),
                    told(one.found.resampled),
                    p_value(one.found.p),
                    p_value(one.p_corrected),
                    concluded(one),
                )
                for one in found.contrasts
            ),
        )
    )
    return tuple(tables)


def by_group(report: Report) -> Parts:
    found = report.figures.systems
    if isinstance(found, Missing):
        return Parts(found.why)

    def row(one: Mean) -> str:
        return f"{one.group}, {one.system}"

    return Parts(
        tables=(
            _means("Means by level, of 7.", found.levels, row),
            _means("Means by instrument, of 7.", found.instruments, row),
        )
    )


def levels(report: Report) -> Parts:
    found = report.figures.levels
    if isinstance(found, Missing):
        return Parts(found.why)
    counts = Table(
        "Values given, as levels beside the one named above the piece: −3 far too easy, 0 "
        "right, +3 far too hard. Near: at most "
        f"{report.settings.near:g} off.",
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
    ranks = Table(
        "Rank correlation (Spearman) with the mean level judged of each piece. Within: "
        "both about the mean of their level. Over all levels it is near 1 also where "
        "nobody listens, for the level judged is the one asked for plus the answer.",
        ("of what", "ρ"),
        (
            ("the level measured, within levels", _or_why(found.within)),
            ("the level measured, over all (built in)", _or_why(found.measured)),
            ("the level asked for, over all (built in)", _or_why(found.asked)),
        ),
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
    table = Table(
        f"{counted(found.between, 'pair')} of two systems, by "
        f"{counted(found.raters, 'rater')}. Before {found.reference}: how often the system "
        "is taken where one of the two is.",
        ("system", "strength", f"before {found.reference}", "taken", "equal", "left"),
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
    return Parts(plots=(plot,), tables=(table, listed("Beside that.", notes)))


def stopping(report: Report) -> Parts:
    found = report.stopping
    if isinstance(found, Missing):
        return Parts(found.why)
    table = Table(
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
                stop_words(one),
            )
            for one in found
        ),
    )
    return Parts(tables=(table,))


def measures(report: Report) -> Parts:
    found = report.figures.measures
    if isinstance(found, Missing):
        return Parts(found.why)
    table = Table(
        f"Spearman’s ρ over pieces, both about the mean of the pieces of their level and "
        "system; p corrected (Holm) "
        f"for all {len(found)}. The first {min(_MOST_MEASURES, len(found))}; the others "
        "stand in the JSON.",
        ("measure", "scale", "ρ", "p", "pieces"),
        tuple(
            (one.told, words(one.scale), told(one.found), p_value(one.p), str(one.pieces))
            for one in found[:_MOST_MEASURES]
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


def _means(caption: str, means: Sequence[Mean], row: Callable[[Mean], str]) -> Table:
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
        span=_SPAN,
    )


def _moved(found: Estimate, by: float) -> Estimate:
    return Estimate(found.value + by, found.low + by, found.high + by, found.confidence)


def _or_why(found: Estimate | Missing) -> str:
    return found.why if isinstance(found, Missing) else told(found)
