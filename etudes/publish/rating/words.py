"""A session's report in plain words: what was found, how sure, and what not to conclude."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from etudes.publish.rating.conclusions import (
    changed,
    contrasts_of,
    looks_of,
    pointed_out,
    raters_left,
    shown_measures,
)
from etudes.publish.rating.found import found
from etudes.publish.rating.told import counted, joined, told, words
from etudes.rating.findings.agreement import Agreement
from etudes.rating.findings.table import Missing
from etudes.rating.report import Report
from etudes.rating.scales import rating_scales
from etudes.rating.trial_run import trial_run
from etudes.statistics.estimate import Estimate

_RELIABLE, _TENTATIVE = 0.8, 0.667
"""Krippendorff (2013, ch. 12): alpha from which conclusions are safe, and tentative."""
_FEW_RATERS, _FEW_PIECES = 5, 8


@dataclass(frozen=True, slots=True)
class InShort:
    """The first page, in sentences; `banner` comes before everything, "" for none."""

    banner: str
    found: tuple[str, ...]
    how_sure: tuple[str, ...]
    not_to_conclude: tuple[str, ...]


def in_short(report: Report) -> InShort:
    """Return the first page of a report."""
    banner = trial_run("in this report") if report.is_made_up else ""
    if not report.participation.answered:
        return InShort(
            banner,
            ("Nobody has answered yet, so there is nothing to tell.",),
            ("Not at all: there are no ratings.",),
            ("Anything.",),
        )
    return InShort(
        banner,
        tuple(found(report)),
        tuple(_how_sure(report)),
        tuple(_not_to_conclude(report)),
    )


def _how_sure(report: Report) -> Iterator[str]:
    if report.participation.took_part > 1:
        share = f"{100 * report.settings.confidence:.0f}"
        yield (
            f"In brackets stand intervals of {share} %: such intervals hold the true value "
            f"{share} times in 100. What each is over, raters or pieces or both, stands in "
            "its section."
        )
    else:
        yield "It is the word of one rater: how others would answer is not known."
    yield _of_agreement(report)
    yield from _of_repeats(report)
    yield _of_flagged(report)


def _of_agreement(report: Report) -> str:
    scale, by_scale = report.settings.primary, report.figures.agreement
    found = (
        by_scale
        if isinstance(by_scale, Missing)
        else dict(zip(rating_scales(), by_scale, strict=True))[scale]
    )
    if isinstance(found, Missing):
        return f"How far raters agree on “{words(scale)}” cannot be told: {found.why}."
    return (
        f"On “{words(scale)}” raters agree by an alpha of {told(found.alpha)}, where 0 is "
        f"chance and 1 is full agreement ({_alpha_words(found.alpha)}); {_whose(found)} is "
        f"reliable by {_reliability(found)}."
    )


def _whose(one: Agreement) -> str:
    """Return what `k` raters say, who are fewer than two where few ratings have come."""
    return "one rater’s word" if one.k < 1.5 else f"the mean of {one.k:.0f} raters"


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
        return "perhaps enough for tentative conclusions, but the lower end is too low"
    return "too little to rely on one rater’s word about one piece"


def _of_repeats(report: Report) -> Iterator[str]:
    if isinstance(report.consistency, Missing):
        return
    found = dict(report.consistency.scales).get(report.settings.primary)
    if found is None:
        return
    asked = f"Asked a second time ({counted(found.pairs, 'repeat')})"
    scale = words(report.settings.primary)
    if math.isnan(found.by_chance):
        yield f"{asked}, nobody had more than one piece, which tells too little."
    elif math.isnan(found.kappa.value):
        yield f"{asked}, all answers were the same, which tells nothing."
    else:
        yield (
            f"{asked}, raters agree with themselves on “{scale}” by a weighted kappa of "
            f"{told(found.kappa)}, where 0 is chance and 1 is always the same."
        )


def _of_flagged(report: Report) -> str:
    left = raters_left(report)
    if not report.flagged:
        return "Nobody is pointed out as perhaps careless."
    who = pointed_out(report)
    if left < 1:
        return f"{who}; nobody is left without them."
    if left < 2:
        return f"{who}; 1 rater is left, who alone can show nothing."
    without = f"without them {left} raters are left, and"
    moved = changed(report)
    if moved:
        return f"{who}; {without} it would read: {'; '.join(moved)}."
    return f"{who}; {without} nothing is concluded otherwise."


def _not_to_conclude(report: Report) -> Iterator[str]:
    part = report.participation
    contrasts = contrasts_of(report.figures, report.settings.primary)
    if contrasts:
        margin = f"{report.settings.margin:g}"
        yield (
            "That two are equally good because no difference is shown: only “differ by "
            f"less than {margin} points” says that they are."
        )
    if part.took_part < _FEW_RATERS:
        yield (
            f"Anything about teachers in general: {counted(part.took_part, 'rater')} took "
            "part."
        )
    elif report.is_made_up:
        yield "Anything about teachers or pieces: the raters are made up."
    else:
        yield (
            "That all teachers think so: the raters are those who were asked and came, not "
            "a sample of all."
        )
    few = [
        f"{name} ({counted(n, 'piece')})"
        for name, n in (part.rated or part.paired).items()
        if n < _FEW_PIECES and name != "anchor"
    ]
    if few:
        yield (
            f"Anything about {joined(few, last='or')} as a whole: fewer than "
            f"{_FEW_PIECES} were judged."
        )
    judged = {*part.rated, *part.paired}
    if "human" not in judged:
        yield "How near to people’s music this comes: no human piece was judged."
    if "baseline" not in judged:
        yield "How much the model adds to bare rules: no piece of a baseline was judged."
    if contrasts and part.took_part > 1:
        yield (
            "That an interval without 0 shows a difference: one in twenty such intervals "
            "leaves out 0 by chance alone. Conclusions go by p-values corrected for all "
            f"comparisons on “{words(report.settings.primary)}”."
        )
    if shown_measures(report):
        yield (
            "That a measure makes pieces better or worse because it goes with what raters "
            "say."
        )
    if report.provenance.is_open:
        yield _of_an_open_session(report)


def _of_an_open_session(report: Report) -> str:
    except_ = " Only whether one of two models is chosen more often allows for that."
    return (
        "Anything final: the session is open, and whoever looks often enough sees a "
        f"difference by chance.{except_ if looks_of(report.figures) else ''}"
    )
