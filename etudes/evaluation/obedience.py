"""Sections of the report on how the model follows what it is told: endings, tags."""

from etudes.evaluation.content import Content, Figures, Table, words
from etudes.evaluation.plots import dots
from etudes.model.key_figures import in_text

_ENDINGS = {
    "last_pitch_removed_mean": "taken from the last pitch, mean",
    "last_pitch_removed_median": "the same, median",
    "common_closing_motion": "common closing motion",
    "end_rule_unaided": "end rule met unaided",
    "end_over_middle": "bits at the end over the middle",
}


def endings(figures: Figures) -> Content:
    """How draws, études and excerpts end."""
    draws = figures["draws"]
    rows = {"all": draws["all"]} | draws["metres"]
    rows |= {f"level {level}": row for level, row in draws["levels"].items()}
    shown = ("last_pitch_removed_mean", "end_rule_unaided", "common_closing_motion")
    plot = dots(
        "endings",
        "Endings of draws",
        "share",
        tuple(_ENDINGS[name] for name in shown),
        {label: [row[name] for name in shown] for label, row in rows.items()},
        span=(0, 1),
    )
    of_draws = Table(
        f"Draws under the rules, before any is chosen. In brackets least and greatest of "
        f"{figures['repetitions']} repetitions with other seeds, which hold the median of "
        f"all such repetitions with {figures['coverage']:.0%}; a median is the mean of "
        "their medians.",
        ("draws", *_ENDINGS.values(), "n"),
        tuple(
            (label, *(in_text(row[name]) for name in _ENDINGS), f"{row['draws']:,}")
            for label, row in rows.items()
        ),
    )
    names = ("common_closing_motion", "end_over_middle", "last_pitch_missed_mean")
    finished = Table(
        "Finished melodies. Missed: 1 minus the probability of the last pitch. In brackets "
        "least and greatest of as many heaps of families.",
        (
            *("melodies", "common closing motion", "bits at the end over the middle"),
            *("last pitch missed, mean", "n"),
        ),
        tuple(
            (label, *(in_text(of[name]) for name in names), f"{of['melodies']:,}")
            for label, of in (("études", figures["items"]), ("human", figures["human"]))
            if of
        ),
    )
    return Content((plot,), (of_draws, finished))


def conditioning(figures: Figures) -> Content:
    """Whether each tag is obeyed, and what else it changes."""
    intervals = figures["intervals"]
    names = {
        "metre": "metre: melodies in it",
        "mode": "mode: its third sounds",
        "measures": "length: as many bars",
        "level": "level: rank correlation",
        "style_generated": "style: recognised",
        "style_human": "style of human pieces",
    }
    found = {names[key]: row for key, row in intervals.items()}
    chance = figures["style"].get("chance")
    plot = dots(
        "tags",
        "Asked against measured, 1 is obedience",
        "share, or rank correlation",
        ("measured",),
        {name: [row[:3]] for name, row in found.items()},
        span=(0, 1),
    )
    told = "" if chance is None else f" Chance would recognise {chance:.3f} of the styles."
    obeyed = Table(
        f"Each tag with its interval of 95 % (Wilson; Fisher for the correlation).{told}",
        ("tag", "measured", "melodies"),
        tuple((name, in_text(row[:3]), f"{row[3]}") for name, row in found.items()),
    )
    changed = Table(
        "What else a tag changes: traits of whose variance it explains most (ω²), and how "
        "many of the traits watched it leaves (ω² of 0.05 or less). No intervals.",
        ("tag", "changes", "leaves"),
        tuple(
            _changed(tag, figures[tag]) for tag in ("level", "metre", "mode", "measures")
        ),
    )
    styles = Table(
        "Styles recognised, metre by metre.",
        ("metre", "études", "human", "chance", "études / human pieces"),
        tuple(
            (
                metre,
                in_text(row["generated"]["recognised"]),
                in_text(row["human"]["recognised"]),
                in_text(row["generated"]["chance"]),
                f"{row['generated']['pieces']} / {row['human']['pieces']}",
            )
            for metre, row in figures["style"]["metres"].items()
        ),
    )
    return Content((plot,), (obeyed, changed, *((styles,) if styles.rows else ())))


def _changed(tag: str, figures: Figures) -> tuple[str, str, str]:
    told = [f"{words(t)} {figures['explained'][t]:.2f}" for t in figures["changes"][:6]]
    return tag, ", ".join(told) or "nothing", f"{len(figures['stays'])} traits"
