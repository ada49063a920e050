"""A session's report, prepared: which words, tables and plots stand where.

The page in HTML and the one in PDF both place what is made here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from etudes.publish.rating import raters
from etudes.publish.rating import sections as parts
from etudes.publish.rating.parts import Parts
from etudes.publish.rating.told import counted
from etudes.publish.rating.words import InShort, in_short
from etudes.rating.report import Report

# by hand: the calendar module speaks the language of the machine
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: `means` says what its figures are, `caveat` what they are
    not, `parts` the figures themselves; where it is `quoted`, the last column of its
    tables is what somebody wrote."""

    id: str
    title: str
    means: str
    caveat: str
    parts: Parts
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is placed; the banner of `in_short` stands before all."""

    title: str
    session: str
    about: str
    in_short: InShort
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    title: str
    means: str
    caveat: str
    make: Callable[[Report], Parts]
    quoted: bool = False


_HEADINGS: Final = (
    _Heading(
        "who",
        "Who took part",
        "The raters, how far they came and how they listened. They are pseudonyms; names "
        "are kept apart and stand nowhere here.",
        "Training trials do not count anywhere in this report.",
        raters.participation,
    ),
    _Heading(
        "systems",
        "What was heard, by what made it",
        "Means of the five questions, 1 to 7. Right level is best at 4, all others at 7. "
        "Intervals are over raters and pieces both: 95 in 100 of such hold what all raters "
        "and pieces of these kinds would give.",
        "Repeats do not count here. Anchors are broken on purpose; they show that raters "
        "listened.",
        parts.systems,
    ),
    _Heading(
        "pairs",
        "Which of two would be printed",
        "Strengths of systems from choices in pairs, with ties (Davidson) and a pull of "
        "the left side; intervals are over raters and their choices, with these pieces as "
        "they are.",
        "A strength says how often, not how much better, and of these pieces.",
        parts.pairs,
    ),
    _Heading(
        "stopping",
        "Two models: whether to stop",
        "A comparison that may be looked at after every rater without erring more often.",
        "It decides which is chosen more often, not by how much.",
        parts.stopping,
    ),
    _Heading(
        "levels",
        "Level asked for and level judged",
        "Whether Level 3 is really Level 3: one point of the scale is one level. Intervals "
        "of means are over raters and pieces both, those of rank correlations over pieces.",
        "Raters know the level that a piece is shown as, which draws their answers near. "
        "Only the correlation within levels tells whether they hear what is measured.",
        parts.levels,
    ),
    _Heading(
        "groups",
        "By level and by instrument",
        "The same means, apart for each level and each instrument.",
        "Few pieces stand behind each row: read the intervals, not the means.",
        parts.by_group,
    ),
    _Heading(
        "agreement",
        "How far raters agree",
        "1 is full agreement, 0 none beyond chance. Absolute agreement counts severity as "
        "disagreement, consistency does not.",
        "Anchors are left out: agreeing on what is plainly broken is easy.",
        raters.agreement,
    ),
    _Heading(
        "consistency",
        "Whether raters agree with themselves",
        "Some trials came twice, well apart. Weighted kappa (quadratic): 1 the same each "
        "time, 0 as far apart as answers to two different pieces, by the same rater to the "
        "same question. By chance: how often such two lie within one point.",
        "Few trials came twice: read the intervals.",
        raters.consistency,
    ),
    _Heading(
        "severity",
        "Severe and mild raters",
        "How far a rater’s values lie below those of a mean rater, once pieces are taken "
        "out: of the mean of all questions on which more is better. Anchors are left out. "
        "Intervals are over pieces.",
        "A severe rater is no worse a rater: means of systems hardly suffer, since all "
        "hear all systems.",
        raters.severity,
    ),
    _Heading(
        "flags",
        "Raters to look at",
        "Pointed out by rules that were fixed beforehand: haste, sameness, one side, "
        "missed anchors, going against all others, answers that do not come again.",
        "A flag is a question, not a verdict.",
        raters.flags,
    ),
    _Heading(
        "without",
        "The figures without them",
        "The same figures without the raters that are left out.",
        "Where this tells another story than above, trust neither. Agreement does not "
        "stand here: some are left out because they do not agree.",
        parts.without_flagged,
    ),
    _Heading(
        "measures",
        "What is measured beside what is heard",
        "Bits a note, mass removed by rules, the measured level and traits of the notes "
        "beside what raters say, piece by piece. Intervals are over pieces.",
        "Going together is no cause. Bits and mass removed are asked of the model’s own "
        "pieces alone; anchors are left out.",
        parts.measures,
    ),
    _Heading(
        "by-piece",
        "Piece by piece",
        "What raters said of each piece, those first that they would use most gladly. "
        "Fair: as if all raters were equally severe. etudes show ITEM tells how one was "
        "made.",
        "Of many pieces one is first partly by luck: the fewer raters, the more. Look at "
        "the pieces themselves before you keep or drop one.",
        parts.by_piece,
    ),
    _Heading(
        "comments",
        "What raters wrote",
        "All comments, by pseudonym and piece.",
        "They may name people: look through them before this page goes further.",
        raters.comments,
        quoted=True,
    ),
    _Heading(
        "pieces",
        "The pieces",
        "Where each piece comes from, and the fingerprints of what was shown and heard.",
        "Human pieces are in the public domain; their sources stand beside them.",
        parts.pieces,
    ),
)


def page(report: Report) -> Page:
    """Return the report, ready to be placed."""
    came, of = report.participation, report.provenance
    about = f"{counted(came.took_part, 'rater')}, {counted(came.answered, 'answer')}"
    return Page(
        title=of.title,
        session=of.session,
        about=f"{about}, the last one on {told_time(of.last_rated_at)}"
        if of.last_rated_at
        else about,
        in_short=in_short(report),
        sections=tuple(
            Section(one.id, one.title, one.means, one.caveat, one.make(report), one.quoted)
            for one in _HEADINGS
        ),
        facts=_facts(report),
    )


def told_time(text: str) -> str:
    """Return a time in UTC as it is read.

    Examples
    --------
    >>> told_time("2026-11-02T12:03:34+00:00")
    '2 November 2026, 12:03 UTC'
    """
    time = datetime.fromisoformat(text).astimezone(UTC)
    return f"{time.day} {_MONTHS[time.month - 1]} {time.year}, {time:%H:%M} UTC"


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    of = report.provenance
    design = json.dumps(of.design, ensure_ascii=False, sort_keys=True)
    models = "; ".join(f"{name} {digest}" for name, digest in of.models.items())
    return (
        ("Session", f"{of.session}, made on {told_time(of.made_at)}"),
        ("Command", of.command),
        ("Program", f"etudes {of.version}"),
        ("Seed of the session", str(of.design.get("seed", "not known"))),
        ("Selection", of.selection),
        ("Models", models or "none"),
        ("Asked in", of.language),
        ("Edition of the questions", ", ".join(of.forms) or "none answered"),
        ("Taken part in by", ", ".join(of.ways) or "nobody"),
        ("Margin of equivalence", f"{report.settings.margin:g} points"),
        ("Design", design),
    )
