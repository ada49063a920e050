"""The sections of a session's report that tell of raters: who came, how they agree."""

import math
from collections.abc import Sequence

from etudes.evaluation.content import Table
from etudes.evaluation.plots import dots
from etudes.publish.rating.parts import Parts, figure, listed
from etudes.publish.rating.told import DASH, counted, number, percent, told, words
from etudes.rating.findings.agreement import Agreement
from etudes.rating.findings.few import caution
from etudes.rating.findings.participation import name_of
from etudes.rating.findings.table import Missing
from etudes.rating.report import Report
from etudes.rating.scales import rating_scales
from etudes.statistics.kappa import SelfConsistency


def participation(report: Report) -> Parts:
    part = report.participation
    least, middle, most = part.per_piece
    counts = f"{least} to {most}" if least < most else f"{least}"
    facts = [
        "; ".join(f"{name}: {value}" for name, value in one.facts.items())
        for one in part.raters
    ]
    has_facts = any(facts)
    rows = tuple(
        (
            one.name,
            *((own or DASH,) if has_facts else ()),
            f"{one.answered} of {one.planned}",
            str(one.singles),
            str(one.pairs),
            str(one.repeats),
            DASH if one.seconds is None else f"{one.seconds:.0f}",
            DASH if one.heard is None else f"{one.heard:.0%}",
            str(one.comments),
            str(one.corrections),
        )
        for one, own in zip(part.raters, facts, strict=True)
    )
    people = Table(
        "The raters, by pseudonym. Seconds: the median of a trial. Heard: trials whose "
        f"sound was heard to its end. Each piece but the anchors has {counts} first "
        f"ratings, median {middle:g}.",
        ("rater", *(("by their own word",) if has_facts else ()), "answered", "single",
         "pairs", "repeats", "seconds", "heard", "comments", "corrections"),
        rows,
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
    table = Table(
        "Agreement. Alpha: Krippendorff’s, ordinal. ICC: of one rater, and of the mean of "
        "k, the raters of a piece. Last: raters × pieces, ratings. "
        f"{caution('alpha', max((one.raters for one in known), default=0))}".rstrip(),
        ("scale", "alpha", "ICC absolute", "ICC consistency", "absolute, k",
         "consistency, k", "k", "n"),
        tuple(rows),
    )  # fmt: skip
    missing = [
        (words(scale), one.why)
        for scale, one in zip(rating_scales(), found, strict=True)
        if isinstance(one, Missing)
    ]
    plot = dots(
        "alpha",
        "Agreement of raters (Krippendorff’s alpha)",
        "alpha; the line is where tentative conclusions begin",
        ("alpha",),
        {words(one.scale): (figure(one.alpha),) for one in known},
        span=(0.0, 1.0),
        line=0.667,
    )
    unknown = Table("Of these nothing can be told.", ("scale", "why"), tuple(missing))
    notes = (unknown,) if missing else ()
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
                DASH if math.isnan(one.by_chance) else f"{one.by_chance:.0%}",
                told(one.kappa),
                number(one.drift),
                str(one.pairs),
            )
            for name, one in of
        )

    columns = ("same", "within one", "by chance", "weighted kappa", "drift", "n")
    tables = []
    if found.scales:
        by_scale = [(words(name), one) for name, one in found.scales]
        few = caution("consistency", len(found.raters))
        tables = [
            Table(
                f"By scale, over raters. {few}".rstrip(),
                ("scale", *columns),
                rows(by_scale),
            ),
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
        "first. Severity: how far the rater’s values lie below those of a mean rater, in "
        "points. Scatter: the deviation of what piece and severity leave over, in points.",
        ("rater", "severity", "scatter", "pieces"),
        tuple(
            (
                one.rater,
                told(one.points),
                number(one.scatter),
                str(one.pieces),
            )
            for one in found.raters
        ),
    )
    plot = dots(
        "severity",
        "Severity of raters",
        "points; to the right is more severe",
        ("severity",),
        {one.rater: (figure(one.points),) for one in found.raters},
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
    if isinstance(report.comments, Missing):
        return Parts(report.comments.why)
    if not report.comments:
        return Parts("nobody wrote one")
    rows = tuple((one.rater, "; ".join(one.about), one.text) for one in report.comments)
    caption = f"{counted(len(rows), 'comment')}, word for word."
    return Parts(tables=(Table(caption, ("rater", "about", "comment"), rows),))
