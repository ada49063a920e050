"""What a session's figures conclude, and whether that stands without careless raters.

Conclusions about differences are drawn on one question, named beforehand; the figures of
the others are described.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from etudes.publish.rating.told import (
    aside,
    counted,
    has_width,
    number,
    p_value,
    percent,
    told,
)
from etudes.rating.findings.contrasts import Contrast
from etudes.rating.findings.levels import Levels
from etudes.rating.findings.measures import Beside
from etudes.rating.findings.pairs import Stopping, Strength
from etudes.rating.findings.systems import Mean
from etudes.rating.findings.table import Missing
from etudes.rating.report import Figures, Report
from etudes.statistics.estimate import Estimate

Verdict = Literal["above", "below", "alike", "open"]
"""Of the first of two; of levels, harder ("above") or easier than named."""

About = tuple[str, ...]
"""What is concluded of: ("use", first, second), ("level",), ("pairs", system) or
("stopping", first, second)."""

_OF_A_LOOK: Final[Mapping[str, Verdict]] = {
    "first": "above",
    "second": "below",
    "equivalent": "alike",
    "open": "open",
}


def raters_left(report: Report) -> int:
    """Return how many raters are left without those who are pointed out as careless."""
    return report.participation.took_part - len(report.flagged)


def is_to_conclude(report: Report) -> bool:
    """Return whether anything is concluded: not where those who are pointed out leave
    fewer than two, who alone could say whether it stands without them."""
    return not report.flagged or raters_left(report) > 1


def pointed_out(report: Report) -> str:
    """Return which raters are pointed out as careless, of which there is one at least."""
    took_part, flagged = report.participation.took_part, report.flagged
    if took_part == len(flagged):
        who = f"All {took_part} raters" if took_part > 1 else "The only rater"
    else:
        who = f"{len(flagged)} of {took_part} raters ({', '.join(flagged)})"
    are = "is" if len(flagged) == 1 else "are"
    return f"{who} {are} pointed out as perhaps careless"


def verdicts(report: Report) -> dict[About, Verdict]:
    """Return what is concluded from all raters. That two are alike, which careless raters
    say of everything, is concluded only if the others say it too."""
    if not is_to_conclude(report):
        return dict.fromkeys(verdicts_of(report.figures, report.settings.primary), "open")
    found = verdicts_of(report.figures, report.settings.primary)
    if report.without_flagged is None:
        return found
    others = verdicts_of(report.without_flagged, report.settings.primary)
    doubted = [about for about in found if others.get(about) != "alike"]
    return {
        about: "open" if verdict == "alike" and about in doubted else verdict
        for about, verdict in found.items()
    }


def verdicts_of(figures: Figures, scale: str) -> dict[About, Verdict]:
    """Return what one set of figures says by itself."""
    found: dict[About, Verdict] = {
        (scale, one.first, one.second): conclusion(one)
        for one in contrasts_of(figures, scale)
    }
    if not isinstance(figures.levels, Missing):
        found["level",] = _side_of(figures.levels.off, 0)
    for strength in strengths_of(figures):
        found["pairs", strength.system] = _side_of(strength.against, 0.5)
    for look in looks_of(figures):
        found["stopping", look.first, look.second] = _OF_A_LOOK[look.look.verdict]
    return found


def conclusion(one: Contrast) -> Verdict:
    """Return what a contrast says of its first system. An interval without width says
    nothing: everybody gave the same values."""
    if not has_width(one.found.difference):
        return "open"
    if one.is_shown:
        return "above" if one.found.difference.value > 0 else "below"
    return "alike" if one.is_alike else "open"


def changed(report: Report) -> list[str]:
    """Return what would be concluded otherwise without the raters who are pointed out."""
    if report.without_flagged is None or not is_to_conclude(report):
        return []
    was = verdicts(report)
    others = verdicts_of(report.without_flagged, report.settings.primary)
    words = dict(_in_words(report.without_flagged, others, report))
    gone = [about for about in was if about not in others and was[about] != "open"]
    return [
        *(words[about] for about in others if was.get(about, "open") != others[about]),
        *(
            f"of {' and '.join(about[1:]) or 'levels'} nothing can be told"
            for about in gone
        ),
    ]


def means_of(figures: Figures, scale: str) -> Sequence[Mean]:
    """Return the means of the systems on a scale."""
    if isinstance(figures.systems, Missing):
        return ()
    return [one for one in figures.systems.means if one.scale == scale]


def contrasts_of(figures: Figures, scale: str | None = None) -> Sequence[Contrast]:
    """Return the contrasts on a scale, or all."""
    found = figures.systems
    if isinstance(found, Missing) or isinstance(found.contrasts, Missing):
        return ()
    return [one for one in found.contrasts if scale in (None, one.scale)]


def strengths_of(figures: Figures) -> Sequence[Strength]:
    """Return the systems whose chance against the reference is known; anchors are left
    out."""
    found = figures.pairs
    if isinstance(found, Missing):
        return ()
    return [
        one
        for one in found.systems
        if one.system not in (found.reference, "anchor")
        and not isinstance(one.against, Missing)
    ]


def looks_of(figures: Figures) -> Sequence[Stopping]:
    """Return the comparisons of two models."""
    return () if isinstance(figures.stopping, Missing) else figures.stopping


def shown_measures(report: Report) -> Sequence[Beside]:
    """Return the measures that are shown to go with what raters say."""
    found = report.figures.measures
    least = 1 - report.settings.confidence
    return [] if isinstance(found, Missing) else [one for one in found if one.p < least]


def difference_words(one: Contrast, verdict: Verdict) -> str:
    """Return what a contrast says, in words."""
    apart = one.found.difference
    margin = f"{one.found.margin or 0:g}"
    by = told(Estimate(abs(apart.value), *_turned(apart), apart.confidence))
    small = f", and by less than {margin}" if one.is_alike else ""
    return {
        "above": f"{one.first} is rated higher than {one.second}, by {by} points{small}",
        "below": f"{one.first} is rated lower than {one.second}, by {by} points{small}",
        "alike": f"{one.first} and {one.second} differ by less than {margin} points "
        f"{aside(apart)}",
        "open": f"between {one.first} and {one.second} no difference is shown, and none "
        f"is ruled out {not_shown(one)}",
    }[verdict]


def not_shown(one: Contrast) -> str:
    """Return a difference that is not shown in brackets, and why, where its interval would
    show it."""
    apart = one.found.difference
    if not apart.excludes(0) or not has_width(apart):
        return aside(apart)
    return f"({told(apart)}, corrected p {p_value(one.p_corrected)})"


def level_words(found: Levels, verdict: Verdict) -> str:
    """Return whether a model's pieces are harder or easier than the level named."""
    if verdict == "open":
        return (
            "that pieces are harder or easier than named is not shown (judged less named, "
            f"on average {told(found.off)} levels)"
        )
    way = "harder" if verdict == "above" else "easier"
    return (
        f"on average pieces are judged {number(abs(found.off.value))} levels {way} than "
        f"named {aside(found.off)}"
    )


def stop_words(one: Stopping, verdict: Verdict, *, is_open: bool) -> str:
    """Return what the sequential comparison of two models says, and what to do."""
    even = f"{50 + 50 * one.margin:.0f} : {50 - 50 * one.margin:.0f}"
    beyond = (
        "is chosen more often, by more than the choice of raters and of these pieces "
        "explains; the comparison can stop"
    )
    return {
        "above": f"{one.first} {beyond}",
        "below": f"{one.second} {beyond}",
        "alike": f"neither is chosen more often than {even}; the comparison can stop",
        "open": _undecided(one.waiting, is_open=is_open),
    }[verdict]


def lead_words(one: Stopping) -> str:
    """Return how often the first model was chosen before the second."""
    two = f"{one.first} and {one.second}"
    if not one.look.units:
        return f"Of {two} nobody has answered all pairs yet"
    lead = one.look.mean
    share = Estimate(*((1 + x) / 2 for x in (lead.value, lead.low, lead.high)))
    return (
        f"Of {two}, {one.first} was chosen in {percent(share)} of their pairs "
        f"({counted(one.look.units, 'rater')}; an equal counts half)"
    )


def _undecided(waiting: int, *, is_open: bool) -> str:
    if waiting and is_open:
        return f"not decided yet; {counted(waiting, 'rater')} {_be(waiting)} still to come"
    return "not decided; more raters or pieces are needed"


def _in_words(
    figures: Figures, found: Mapping[About, Verdict], report: Report
) -> Iterator[tuple[About, str]]:
    for one in contrasts_of(figures, report.settings.primary):
        about: About = (one.scale, one.first, one.second)
        yield about, difference_words(one, found[about])
    if not isinstance(figures.levels, Missing):
        yield ("level",), level_words(figures.levels, found["level",])
    reference = "" if isinstance(figures.pairs, Missing) else figures.pairs.reference
    for strength in strengths_of(figures):
        share = percent(strength.against)
        yield (
            ("pairs", strength.system),
            f"{strength.system} was chosen before {reference} in {share} of pairs",
        )
    for look in looks_of(figures):
        about = ("stopping", look.first, look.second)
        told_so = stop_words(look, found[about], is_open=report.provenance.is_open)
        yield about, f"of {look.first} and {look.second}: {told_so}"


def _side_of(found: Estimate | Missing, middle: float) -> Verdict:
    if isinstance(found, Missing) or not found.low < found.high:
        return "open"
    return "above" if found.low > middle else "below" if found.high < middle else "open"


def _turned(found: Estimate) -> tuple[float, float]:
    """Return the ends of the same interval for the absolute value."""
    return (found.low, found.high) if found.value >= 0 else (-found.high, -found.low)


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
