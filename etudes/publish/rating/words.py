"""A session's report in plain words: what was found, how sure, and what not to conclude."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from etudes.publish.rating.told import counted, number, p_value, percent, told, words
from etudes.rating.findings.agreement import Agreement
from etudes.rating.findings.levels import Levels
from etudes.rating.findings.pairs import Pairs, Stopping
from etudes.rating.findings.systems import Contrast, Systems
from etudes.rating.findings.table import Missing
from etudes.rating.report import Figures, Report
from etudes.rating.scales import LEVEL
from etudes.statistics.estimate import Estimate

Conclusion = Literal["above", "below", "alike", "open"]


_TOLD = ("sense", "use")
"""The scales that the first page tells of; the tables have all."""
_RELIABLE, _TENTATIVE = 0.8, 0.667
"""Krippendorff (2013, ch. 12): alpha from which conclusions are safe, and tentative."""
_WAYS = {LEVEL: ("judged harder", "judged easier")}
"""What more and less are called on a scale where more is not better."""
_FEW_RATERS, _FEW_PIECES = 5, 8


@dataclass(frozen=True, slots=True)
class InShort:
    """The first page, in sentences."""

    found: tuple[str, ...]
    how_sure: tuple[str, ...]
    not_to_conclude: tuple[str, ...]


def in_short(report: Report) -> InShort:
    """Return the first page of a report."""
    if not report.participation.answered:
        return InShort(
            ("Nobody has answered yet, so there is nothing to tell.",),
            ("Not at all: there are no ratings.",),
            ("Anything.",),
        )
    return InShort(
        tuple(_found(report)), tuple(_how_sure(report)), tuple(_not_to_conclude(report))
    )


def conclusion(one: Contrast) -> Conclusion:
    """Return what a contrast says of its first system, all contrasts considered."""
    if one.is_shown:
        return "above" if one.found.difference.value > 0 else "below"
    return "alike" if one.found.equivalent else "open"


def concluded(one: Contrast) -> str:
    """Return the same in words."""
    margin = f"{one.found.margin or 0:g} points"
    small = f", by less than {margin}" if one.found.equivalent else ""
    why = f" within {margin}" if one.found.margin else " (too few pieces for that)"
    if one.found.difference.excludes(0):
        why += f"; among so many comparisons it may be chance, p {p_value(one.p_corrected)}"
    above, below = _WAYS.get(one.scale, ("rated higher", "rated lower"))
    return {
        "above": f"{one.first} is {above} than {one.second}{small}",
        "below": f"{one.first} is {below} than {one.second}{small}",
        "alike": f"{one.first} and {one.second} differ by less than {margin}",
        "open": (
            f"it is shown neither that {one.first} and {one.second} differ nor that they "
            f"are alike{why}"
        ),
    }[conclusion(one)]


def _found(report: Report) -> Iterator[str]:
    part, figures = report.participation, report.figures
    pieces = ", ".join(f"{count} by {name}" for name, count in part.systems.items())
    yield (
        f"{part.took_part} of {counted(part.invited, 'invited rater')} answered "
        f"{part.answered:,} of {counted(part.planned, 'trial')}; {part.finished} came to "
        f"the end. They judged {counted(sum(part.systems.values()), 'piece')}: {pieces}."
    )
    if isinstance(figures.systems, Missing):
        yield f"No figures of single pieces: {figures.systems.why}."
    else:
        yield from _of_systems(figures.systems)
    if not isinstance(figures.levels, Missing):
        yield _of_levels(figures.levels, report.settings.near)
    yield from _of_pairs(figures.pairs)
    if not isinstance(report.stopping, Missing):
        for one in report.stopping:
            yield f"{one.first} against {one.second}: {stop_words(one)}"


def _of_levels(found: Levels, near: float) -> str:
    off = found.off
    share = (
        f"{percent(found.near)} of the levels judged lie within {near:g} of the level "
        "named above the piece; "
    )
    if not off.excludes(0):
        return (
            f"{share}that pieces are harder or easier than that is not shown (on average "
            f"{told(off)} levels)."
        )
    way = "harder" if off.value > 0 else "easier"
    return (
        f"{share}on average pieces are judged {number(abs(off.value))} levels {way} than "
        f"that ({told(off)})."
    )


def stop_words(one: Stopping) -> str:
    """Return what the sequential comparison of two models says."""
    beyond = (
        "is chosen more often, by more than the choice of raters and of these pieces "
        "explains; the comparison can stop."
    )
    return {
        "first": f"{one.first} {beyond}",
        "second": f"{one.second} {beyond}",
        "equivalent": "they differ by nothing that matters; the comparison can stop.",
        "open": "nothing is decided yet; go on.",
    }[one.look.verdict]


def _of_systems(found: Systems) -> Iterator[str]:
    if isinstance(found.contrasts, Missing):
        yield f"Systems are not compared: {found.contrasts.why}."
        for one in found.means:
            if one.scale in _TOLD:
                yield f"{one.system}, “{words(one.scale)}”: {told(one.mean, 1)} of 7."
        return
    for pair in found.contrasts:
        if pair.scale in _TOLD:
            yield (
                f"“{words(pair.scale).capitalize()}”: {pair.first} has "
                f"{number(pair.found.first, 1)} of 7 and {pair.second} "
                f"{number(pair.found.second, 1)}, a difference of "
                f"{told(pair.found.difference)}: {concluded(pair)}."
            )


def _of_pairs(found: Pairs | Missing) -> Iterator[str]:
    if isinstance(found, Missing):
        yield f"Pairs tell nothing: {found.why}."
        return
    for one in found.systems:
        if one.system in (found.reference, "anchor") or isinstance(one.against, Missing):
            continue
        yield (
            f"Put beside {found.reference}, {one.system} would be printed "
            f"{percent(one.against)} of the times that one of the two is."
        )


def _how_sure(report: Report) -> Iterator[str]:
    confidence = report.settings.confidence
    yield (
        f"In brackets stand intervals of {100 * confidence:.0f} %: such intervals hold the "
        f"true value {100 * confidence:.0f} times in 100. What each is over, raters or "
        "pieces or both, stands in its section."
    )
    yield from _of_agreement(report.figures)
    if not isinstance(report.consistency, Missing):
        by_scale = dict(report.consistency.scales)
        if "sense" in by_scale:
            sense = by_scale["sense"]
            yield (
                "Asked a second time, raters came within one point of what they had said "
                f"of “musical sense” in {percent(sense.within_one)} of "
                f"{counted(sense.pairs, 'repeat')}."
            )
    yield _of_flagged(report)


def _of_agreement(figures: Figures) -> Iterator[str]:
    if isinstance(figures.agreement, Missing):
        yield f"How far raters agree is not known: {figures.agreement.why}."
        return
    for one in figures.agreement:
        if not isinstance(one, Agreement) or one.scale not in _TOLD:
            continue
        yield (
            f"On “{words(one.scale)}” raters agree by an alpha of {told(one.alpha)} "
            f"({_alpha_words(one.alpha)}); the mean of {one.k:.0f} raters is "
            f"reliable by {_reliability(one)}."
        )


def _reliability(one: Agreement) -> str:
    """Where each piece has raters of its own, their severity is part of its mean."""
    if one.is_complete:
        return f"{told(one.consistency_k)} (ICC; all heard the same pieces)"
    return (
        f"{told(one.absolute_k)} (ICC; {told(one.consistency_k)} if severity is taken out)"
    )


def _alpha_words(alpha: Estimate) -> str:
    """The lower end counts: what the ratings are sure to be good for."""
    if not math.isfinite(alpha.low):
        return "how surely cannot be told"
    if alpha.low >= _RELIABLE:
        return "reliable"
    if alpha.low >= _TENTATIVE:
        return "enough for tentative conclusions"
    if alpha.value >= _TENTATIVE:
        return "perhaps enough for tentative conclusions; the lower end is not"
    return "too little to rely on one rater’s word about one piece"


def _of_flagged(report: Report) -> str:
    took_part = report.participation.took_part
    if not report.flagged:
        return f"None of {counted(took_part, 'rater')} is pointed out as careless."
    who = f"{len(report.flagged)} of {counted(took_part, 'rater')} "
    who += f"({', '.join(report.flagged)}) "
    who += "is" if len(report.flagged) == 1 else "are"
    if report.without_flagged is None:
        return f"{who} pointed out; nobody is left without them."
    moved = changed(report.figures, report.without_flagged)
    if not moved:
        return f"{who} pointed out; without them no conclusion about systems changes."
    return f"{who} pointed out; without them it would read: {'; '.join(moved)}."


def changed(figures: Figures, without: Figures) -> list[str]:
    """Return the conclusions that are others without the flagged raters."""
    before, after = (_contrasts(one) for one in (figures, without))
    was = {(o.scale, o.first, o.second): conclusion(o) for o in before}
    return [
        f"on “{words(one.scale)}” {concluded(one)}"
        for one in after
        if was.get((one.scale, one.first, one.second)) != conclusion(one)
    ]


def _contrasts(figures: Figures) -> Sequence[Contrast]:
    found = figures.systems
    if isinstance(found, Missing) or isinstance(found.contrasts, Missing):
        return ()
    return found.contrasts


def _not_to_conclude(report: Report) -> Iterator[str]:
    part, figures = report.participation, report.figures
    yield (
        "That a difference that is not shown is not there: only where it says “differ by "
        "less than” has that been looked for and found."
    )
    if part.took_part < _FEW_RATERS:
        yield (
            f"Anything about teachers in general: {counted(part.took_part, 'rater')} took "
            "part."
        )
    else:
        yield (
            "That all teachers think so: the raters are those who were asked and came, not "
            "a sample of all."
        )
    few = [name for name, n in part.systems.items() if n < _FEW_PIECES and name != "anchor"]
    if few:
        yield (
            f"Anything about {' or '.join(few)} as a whole: fewer than {_FEW_PIECES} "
            f"pieces {'of each' if len(few) > 1 else 'of it'} were judged."
        )
    yield from _about_comparisons(report)
    if not isinstance(figures.measures, Missing):
        yield (
            "That a measure makes pieces better or worse because it goes with what raters "
            "say."
        )
    if report.provenance.is_open:
        yield (
            "Anything final: the session is open, and whoever looks often enough sees a "
            "difference by chance. Of two models only the verdict on stopping allows for "
            "that."
        )


def _about_comparisons(report: Report) -> Iterator[str]:
    systems = report.participation.systems
    if "human" not in systems:
        yield "How near to people’s music this comes: no human pieces were among them."
    if "baseline" not in systems:
        yield "How much the model adds to bare rules: no baseline was among them."
    contrasts = _contrasts(report.figures)
    if len(contrasts) > 1:
        yield (
            f"That an interval without 0 among the {len(contrasts)} comparisons shows a "
            "difference: one of twenty has none by chance. What is called shown here goes "
            "by the p-value corrected for their number."
        )
