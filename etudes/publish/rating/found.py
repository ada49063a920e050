"""What was found in a session, in sentences that a teacher reads without statistics."""

from collections.abc import Iterator, Mapping

from etudes.publish.rating.conclusions import (
    About,
    Verdict,
    contrasts_of,
    difference_words,
    is_to_conclude,
    lead_words,
    level_words,
    looks_of,
    means_of,
    not_shown,
    pointed_out,
    stop_words,
    strengths_of,
    verdicts,
)
from etudes.publish.rating.told import counted, joined, number, percent, told, words
from etudes.rating.findings.levels import Levels
from etudes.rating.findings.table import Missing
from etudes.rating.report import Report
from etudes.statistics.estimate import Estimate

_OF = {
    "human": "by people (human)",
    "baseline": "by the rules alone, without a model (baseline)",
    "anchor": "spoilt on purpose, to see who listens (anchor)",
}
"""What made pieces; every other system is a model."""


def found(report: Report) -> Iterator[str]:
    """Yield what was found, a sentence each."""
    yield from _judged(report)
    if not is_to_conclude(report):
        yield f"{pointed_out(report)}: nothing is concluded from these figures."
    drawn = verdicts(report)
    yield from _of_systems(report, drawn)
    if not isinstance(report.figures.levels, Missing):
        yield _of_levels(report.figures.levels, report.settings.near, drawn["level",])
    yield from _of_pairs(report)
    for one in looks_of(report.figures):
        verdict = drawn["stopping", one.first, one.second]
        told_so = stop_words(one, verdict, is_open=report.provenance.is_open)
        yield f"{lead_words(one)}: {told_so}."


def _judged(report: Report) -> Iterator[str]:
    part = report.participation
    people = counted(
        part.invited, "made-up rater" if report.is_made_up else "invited rater"
    )
    yield (
        f"{part.took_part} of {people} answered {part.answered:,} of "
        f"{counted(part.planned, 'trial')}; {part.finished} came to the end."
    )
    if part.rated:
        pieces = sum(part.rated.values())
        yield (
            f"{counted(pieces, 'piece')} {_were(pieces)} rated one by one: "
            f"{joined([f'{n} {_made(name)}' for name, n in part.rated.items()])}."
        )
    if part.paired:
        alone = "" if part.rated else "; no piece was rated by itself"
        yield (
            f"In {counted(part.chosen_between, 'pair')} the question was which one to "
            f"print{alone}."
        )


def _of_systems(report: Report, drawn: Mapping[About, Verdict]) -> Iterator[str]:
    scale, found = report.settings.primary, report.figures.systems
    if isinstance(found, Missing):
        return
    contrasts = contrasts_of(report.figures, scale)
    means = [
        f"{one.system} {number(one.mean.value, 1) if contrasts else told(one.mean, 1)}"
        for one in means_of(report.figures, scale)
        if one.system != "anchor"
    ]
    about = "conclusions about differences are drawn on this question alone"
    if isinstance(found.contrasts, Missing):
        about = found.contrasts.why
    if means:
        yield f"“{words(scale).capitalize()}”, from 1 to 7: {joined(means)}; {about}."
    open_ones = []
    for one in contrasts:
        verdict = drawn[scale, one.first, one.second]
        if verdict == "open":
            open_ones.append(f"{one.first} and {one.second} {not_shown(one)}")
        else:
            yield f"{difference_words(one, verdict)}."
    if open_ones and not is_to_conclude(report):
        yield f"The differences as they stand: {joined(open_ones)}."
    elif open_ones:
        yield (
            "No difference is shown, and none is ruled out, between "
            f"{joined(open_ones, last='or between')}."
        )


def _of_levels(found: Levels, near: float, verdict: Verdict) -> str:
    of = "models’" if len({system for *_, system in found.pieces}) > 1 else "model’s"
    direction = level_words(found, verdict)
    return (
        f"{percent(found.near)} of the levels judged of the {of} pieces lie within "
        f"{near:g} of the level named above the piece (by chance "
        f"{100 * found.chance:.0f} %, by answering “right” to everything 100 %), and "
        f"{_heard(found.within)}. "
        f"{direction[0].upper()}{direction[1:]}."
    )


def _heard(within: Estimate | Missing) -> str:
    """Return whether raters hear the level that is measured."""
    if isinstance(within, Missing):
        return f"whether the level is heard is not told ({within.why})"
    if not within.excludes(0):
        how = "not shown to be judged harder"
    else:
        how = f"judged {'harder' if within.value > 0 else 'easier'}"
    return (
        f"of pieces of one level those that are measured as harder are {how} "
        f"(ρ {told(within)})"
    )


def _of_pairs(report: Report) -> Iterator[str]:
    found = report.figures.pairs
    if isinstance(found, Missing):
        yield f"{found.why[0].upper()}{found.why[1:]}."
        return
    places = list(report.participation.paired)
    strengths = sorted(strengths_of(report.figures), key=lambda o: places.index(o.system))
    if strengths:
        first, *others = (f"in {percent(one.against)}" for one in strengths)
        rest = (f", {o.system} {s}" for o, s in zip(strengths[1:], others, strict=True))
        yield (
            f"Of the pairs in which one was chosen, {strengths[0].system} was chosen "
            f"before {found.reference} {first}{''.join(rest)}."
        )


def _made(system: str) -> str:
    return _OF.get(system, f"by the model {system}")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
