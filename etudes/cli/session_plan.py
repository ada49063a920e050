"""A study's plan on the terminal, and whether it is agreed to."""

import math
import sys
from typing import TYPE_CHECKING, Any

from etudes.cli.console import print_line, print_table, say
from etudes.rating.study.purposes import REPORT, purpose_of

if TYPE_CHECKING:
    from etudes.rating.findings.pairs import Stopping
    from etudes.rating.study.design import Design
    from etudes.rating.study.plan import Plan

_FEW_JUDGES = 5
_ENOUGH = 10
"""Raters who have finished, before the pieces are said to be too few."""
_USUAL_CONTROLS = (0.1, 0.3)
_MANY_LEVELS = 6
_SIMULATION = 1
"""The seed of the simulation of designs that are not asked for."""


def show(plan: "Plan") -> None:
    """Print a plan: what is asked of raters, which pieces, and how precise it will be."""
    from etudes.rating.components import components
    from etudes.rating.pace import span_of

    design = plan.design
    print_line(
        f"{design.raters} raters, {design.trials} trials each: {design.training} for "
        f"training, {design.singles} pieces, {design.anchors} anchors, "
        f"{design.repeated} repeats, {design.pairs} pairs; {_span(span_of(plan.minutes))} "
        f"minutes each, about {plan.minutes * design.raters / 60:.1f} hours in all"
    )
    print_line(
        f"In all {design.made} are made: {design.items} pieces to rate, each by "
        f"{_span(plan.judged)} raters, {design.anchors} anchors and {design.needed} for "
        f"practice; seed {design.seed}"
    )
    rows = [
        [str(cell.level), cell.instrument, system, str(count)]
        for (system, cell), count in design.quotas.items()
    ]
    if further := ", ".join(design.cells[0].further):
        print_line(f"All of one kind: {further}")
    for line in (*_learnt(design), *_taught(design)):
        print_line(line)
    print_table("Pieces", ["level", "instrument", "of", "pieces"], rows)
    print_table(
        "Precision to expect",
        ["of", "half the width of 95 %, in points of 1 to 7"],
        _precision(plan),
    )
    assumed = components()
    shares = ", ".join(f"{name} {share:.0%}" for name, share in assumed.shares.items())
    print_line(
        f"By simulation, for ratings with a standard deviation of {assumed.spread} points, "
        f"whose variance is assumed to be: {shares} (after Stefanic and Randles 2015)."
    )
    for line in _rule(plan):
        print_line(line)
    for remark in _remarks(plan):
        print_line(f"Note: {remark}")


def summary(plan: "Plan") -> dict[str, Any]:
    """Return a plan as plain values."""
    from etudes.rating.components import components

    return {
        "design": plan.design.as_json(),
        "trials": plan.design.trials,
        "minutes": round(plan.minutes, 1),
        "judged": plan.judged,
        "taught": _expected(plan.design),
        "pieces": [
            {"of": system, **cell.as_json(), "count": count}
            for (system, cell), count in plan.design.quotas.items()
        ],
        "assumed": {"standard deviation": components().spread, **components().shares},
        "half_width": {name: _or_none(value) for name, value in plan.means.items()},
        "half_width_of_difference": _by_two(plan.differences),
        "difference_found_in_four_of_five": _by_two(plan.found),
        "found_in_four_of_five_with_more": [
            {"controls": design.controls, "raters": design.raters, "value": _or_none(least)}
            for design, least in _that_find_more(plan)
        ],
        "alpha": plan.alpha and [round(value, 3) for value in plan.alpha],
        "half_width_of_share_of_pairs": _by_two(plan.shares),
    }


def is_agreed() -> bool:
    """Ask whether the plan is to be made; where nobody can answer it is not."""
    if not sys.stdin.isatty():
        say("Nothing was made; add --yes to make it.")
        return False
    print("Make it? [y/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201
    if sys.stdin.readline().strip().casefold() in ("y", "yes"):
        return True
    say("Nothing was made.")
    return False


def told(one: "Stopping") -> str:
    """Return in words whether the comparison of two models can stop."""
    verdicts = {
        "first": f"stop: {one.first} is preferred",
        "second": f"stop: {one.second} is preferred",
        "equivalent": f"stop: they differ by less than {one.margin:g}",
        "open": "go on: nothing is decided yet",
    }
    mean = one.look.mean
    lead = (
        f"lead of the first {mean.value:+.2f} ({mean.low:+.2f} to {mean.high:+.2f})"
        if one.look.units
        else "no rater has finished"
    )
    return (
        f"{one.first} against {one.second}: {verdicts[one.look.verdict]}; {lead}, "
        f"{one.look.units} raters, {one.waiting} still to come. Looking often is allowed."
        f"{_of_pieces(one)}"
    )


def _of_pieces(one: "Stopping") -> str:
    """Return a word of warning where more raters of the same pieces will not decide it."""
    if one.look.is_over or one.look.units < _ENOUGH or one.pieces < one.margin:
        return ""
    return (
        f" These pieces alone leave ± {one.pieces:.2f} open: another session with more "
        "--items tells more than more raters."
    )


def _learnt(design: "Design") -> list[str]:
    """Return what was learnt from ratings and counts in this study."""
    found = []
    if design.scale:
        found.append(f"Levels are measured by the learnt scale {design.scale[:8]}.")
    if design.preference:
        found.append(
            "Among a model's candidates the learnt preference "
            f"{design.preference[:8]} chooses."
        )
    return found


def _taught(design: "Design") -> list[str]:
    """Return what a session that is made for it will teach, in a line."""
    from etudes.rating.learning.expected import MOST_RATINGS, TASTE, amount, in_ten

    if (found := _expected(design)) is None:
        return []
    made_for = f"Made to learn {purpose_of(design.purpose).words}."
    if not found["chance"]:
        raters, pieces, ratings = found["least"]
        return [
            f"{made_for} So little teaches nothing: {raters} raters, {pieces} pieces and "
            f"{ratings} ratings in all are the least."
        ]
    if design.purpose == "preference":
        of = f"a taste that all share, of {TASTE:g} of 7 points; a weaker one less often"
    else:
        of = "a scale as far off as is expected"
    if left := found.get("error_left"):
        of += f"; levels are then off by about {left:.0%} of what they were"
        of += " or less" if amount("levels", design).ratings > MOST_RATINGS else ""
    return [
        f"{made_for} So much teaches enough to be adopted {in_ten(found['chance'])}, by "
        f"simulation of {of}."
    ]


def _expected(design: "Design") -> dict[str, Any] | None:
    """Return in what share of sessions of this design something is learnt; None where it
    is for a report."""
    from etudes.rating.learning.expected import TAUGHT, amount, chance, error_left, least

    for taught in TAUGHT:
        if design.purpose == taught:
            said = amount(taught, design)
            often, left = round(chance(taught, said), 2), None
            if often and _has_many_levels(design):
                left = round(error_left(said), 2)
            more = {"error_left": left} if taught == "levels" else {}
            return {"chance": often, "least": least(taught), **more}
    return None


def _has_many_levels(design: "Design") -> bool:
    """Tell whether a design is of about as many levels as was simulated."""
    return len({cell.level for cell in design.cells}) >= _MANY_LEVELS


def _rule(plan: "Plan") -> list[str]:
    """Return by which rule a difference is found, and with what a smaller one would be."""
    from etudes.publish.rating.told import joined, words
    from etudes.rating.findings.settings import settings

    if not plan.found:
        return []
    number, question = len(plan.found), words(settings().primary)
    corrected = f", corrected (Holm) for {number} comparisons" if number > 1 else ""
    lines = [f"Found: shown by the report on “{question}”, which decides{corrected}."]
    more = [
        f"{least:.2f} with --controls {design.controls:g}"
        if design.raters == plan.design.raters
        else f"{least:.2f} with --raters {design.raters}"
        for design, least in _that_find_more(plan)
    ]
    if more:
        lines.append(
            "What lowers it: between a model and human pieces "
            f"{joined(more)} would be found four times in five."
        )
    return lines


def _that_find_more(plan: "Plan") -> "tuple[tuple[Design, float], ...]":
    """Return designs that find a smaller difference of the first model and people."""
    import numpy as np

    from etudes.rating.study.design import HUMAN
    from etudes.rating.study.plan import that_find_more

    two = next((two for two in plan.found if two[1] == HUMAN), None)
    return that_find_more(plan, two, np.random.default_rng(_SIMULATION)) if two else ()


def _precision(plan: "Plan") -> list[list[str]]:
    rows = [[f"mean of {name}", _width(value)] for name, value in plan.means.items()]
    for (one, other), width in plan.differences.items():
        least = plan.found[one, other]
        often = (
            f"{least:.2f} is found four times in five"
            if math.isfinite(least)
            else "none is found four times in five"
        )
        rows.append([f"{one} less {other}", f"{_width(width)}; {often}"])
    rows += [
        [f"share of pairs {one} wins of {other}", f"± {100 * width:.0f} of 100"]
        for (one, other), width in plan.shares.items()
    ]
    alpha = "unknown: no piece is judged by two"
    if plan.alpha:
        alpha = "{:.2f} to {:.2f}".format(*plan.alpha)
    return [*rows, ["Krippendorff's alpha", alpha]]


def _remarks(plan: "Plan") -> list[str]:
    design, remarks = plan.design, []
    if not design.repeated:
        remarks.append("without repeats nothing is known of how constant a rater is")
    if design.purpose == "levels" and not _has_many_levels(design):
        remarks.append(
            "of few levels less is learnt than is said here, which is of all eight"
        )
    if design.purpose != REPORT:
        return remarks
    if plan.judged[0] < min(_FEW_JUDGES, design.raters):
        remarks.append(
            f"some pieces are judged by {plan.judged[0]} raters only; fewer --items or "
            "more --per-rater would make them surer"
        )
    low, high = _USUAL_CONTROLS
    if not low <= design.controls <= high:
        remarks.append(f"human controls are usually {low:.0%} to {high:.0%} of the pieces")
    return remarks


def _width(value: float) -> str:
    return f"± {value:.2f}" if math.isfinite(value) else "no interval of one piece"


def _or_none(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None


def _span(two: tuple[int, int]) -> str:
    return "-".join(map(str, dict.fromkeys(two)))


def _by_two(values: Any) -> list[dict[str, Any]]:
    return [
        {"of": one, "against": other, "value": _or_none(value)}
        for (one, other), value in values.items()
    ]
