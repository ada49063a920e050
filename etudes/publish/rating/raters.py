"""The sections of a session's report that tell of raters: who came, how they agree."""

from collections.abc import Sequence

from etudes.evaluation.content import Table
from etudes.evaluation.plots import dots
from etudes.publish.rating.parts import Parts, figure, listed
from etudes.publish.rating.told import counted, number, percent, told, words
from etudes.rating.findings.agreement import Agreement
from etudes.rating.findings.participation import name_of
from etudes.rating.findings.table import Missing
from etudes.rating.report import Report
from etudes.statistics.kappa import SelfConsistency


def participation(report: Report) -> Parts:
    part = report.participation
    least, middle, most = part.per_piece
    people = Table(
        "The raters, by pseudonym. Seconds: the median of a trial. Heard: trials whose "
        f"sound was heard to its end. Each piece has {least} to {most} first ratings, "
        f"median {middle:g}.",
        ("rater", "told of itself", "answered", "single", "pairs", "repeats", "seconds",
         "heard", "comments", "corrections"),
        tuple(
            (
                one.name,
                "; ".join(f"{name}: {value}" for name, value in one.facts.items()) or "–",
                f"{one.answered} of {one.planned}",
                str(one.singles),
                str(one.pairs),
                str(one.repeats),
                "–" if one.seconds is None else f"{one.seconds:.0f}",
                "–" if one.heard is None else f"{one.heard:.0%}",
                str(one.comments),
                str(one.corrections),
            )
            for one in part.raters
        ),
    )  # fmt: skip
    return Parts(tables=(people,))


def agreement(report: Report) -> Parts:
    found = report.figures.agreement
    if isinstance(found, Missing):
        return Parts(found.why)
    known = [one for one in found if isinstance(one, Agreement)]
    rows = [
        (
            words(one.scale),
            told(one.alpha),
            told(one.absolute),
            told(one.consistency),
            told(one.absolute_k),
            told(one.consistency_k),
            f"{one.k:.1f}",
            f"{one.raters} × {one.pieces}, {one.ratings}",
        )
        for one in known
    ]
    gaps = any(not one.is_complete for one in known)
    how = (
        "from variance components, since not every rater rated every piece"
        if gaps
        else "of a complete table (McGraw and Wong)"
    )
    table = Table(
        f"Agreement. Alpha: Krippendorff’s, ordinal. ICC: {how}; of one rater and of the "
        "mean of k. Last: raters × pieces, ratings.",
        ("scale", "alpha", "ICC absolute", "ICC consistency", "absolute, k",
         "consistency, k", "k", "n"),
        tuple(rows),
    )  # fmt: skip
    missing = [(o.why, "") for o in found if isinstance(o, Missing)]
    plot = dots(
        "alpha",
        "Agreement of raters (Krippendorff’s alpha)",
        "alpha; the line is where tentative conclusions begin",
        ("alpha",),
        {words(one.scale): (figure(one.alpha),) for one in known},
        span=(0.0, 1.0),
        line=0.667,
    )
    notes = (Table("Not reckoned.", ("why", ""), tuple(missing)),) if missing else ()
    return Parts(plots=(plot,), tables=(table, *notes))


def consistency(report: Report) -> Parts:
    found = report.consistency
    if isinstance(found, Missing):
        return Parts(found.why)

    def rows(of: Sequence[tuple[str, SelfConsistency]]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            (
                name,
                percent(one.exact),
                percent(one.within_one),
                told(one.kappa),
                number(one.drift),
                str(one.pairs),
            )
            for name, one in of
        )

    columns = ("same", "within one", "weighted kappa", "drift", "n")
    tables = []
    if found.scales:
        by_scale = [(words(name), one) for name, one in found.scales]
        tables = [
            Table("By scale, over raters.", ("scale", *columns), rows(by_scale)),
            Table("By rater, over scales.", ("rater", *columns), rows(found.raters)),
        ]
    if found.pairs is not None:
        tables.append(
            listed(
                "Pairs asked twice.",
                [("same choice", f"{percent(found.pairs)} of {found.repeated_pairs}")],
            )
        )
    return Parts(tables=tuple(tables))


def severity(report: Report) -> Parts:
    found = report.severity
    if isinstance(found, Missing):
        return Parts(found.why)
    table = Table(
        f"Severity over {', '.join(words(name) for name in found.scales)}, most severe "
        "first. Points: how far the rater’s values lie below those of a mean rater. Infit "
        "and outfit: 1 is as expected, above 1.5 erratic, below 0.5 too smooth.",
        ("rater", "severity (logits)", "points", "infit", "outfit", "values"),
        tuple(
            (
                one.rater,
                told(one.severity),
                number(one.points),
                number(one.infit),
                number(one.outfit),
                str(one.ratings),
            )
            for one in found.raters
        ),
    )
    plot = dots(
        "severity",
        "Severity of raters (many-facet model)",
        "logits; to the right is more severe",
        ("severity",),
        {one.rater: (figure(one.severity),) for one in found.raters},
        line=0.0,
    )
    return Parts(plots=(plot,), tables=(table,))


def flags(report: Report) -> Parts:
    if not report.flags:
        return Parts("nobody is pointed out")
    rows = tuple(
        (name_of(flag.rater), flag.name, flag.told, "yes" if flag.excludes else "no")
        for flag in report.flags
    )
    return Parts(tables=(Table("Who, and why.", ("rater", "flag", "what", "left out below"),
                               rows),))  # fmt: skip


def comments(report: Report) -> Parts:
    if not report.comments:
        return Parts("nobody wrote one")
    rows = tuple((one.rater, "; ".join(one.about), one.text) for one in report.comments)
    caption = f"{counted(len(rows), 'comment')}, word for word."
    return Parts(tables=(Table(caption, ("rater", "about", "comment"), rows),))
