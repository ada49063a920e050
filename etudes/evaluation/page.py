"""The report of an evaluation, prepared: which words, numbers and plots stand where.

Pure functions from the document (`etudes.evaluation.evaluate`) to what the template only
places. Each section says in a sentence what its figures mean, and what they do not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etudes.evaluation import knowledge, likeness, obedience
from etudes.evaluation.content import Content, Table
from etudes.evaluation.parts import PARTS
from etudes.evaluation.plots import Curves, Plot, curves
from etudes.model.key_figures import KeyFigure, key_figures
from etudes.paths import data_folder

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Attributes
    ----------
    means, caveat : what its figures say, and what they do not.
    about : how it was measured.
    problem : why there are no figures; "" where there are some.
    """

    id: str
    title: str
    means: str
    caveat: str
    about: str
    problem: str = ""
    plots: tuple[Plot, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template places."""

    name: str
    digest: str
    facts: tuple[tuple[str, str], ...]
    restrictions: tuple[str, ...]
    warnings: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    curve: Curves | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    means: str
    caveat: str
    content: Callable[[Document], Content]


_HEADINGS: Final[dict[str, _Heading]] = {
    "likelihood": _Heading(
        "Likelihood",
        "How many bits each note of unseen music costs: half a bit less is a choice among "
        "7 where it was among 10. The n-grams are charged for the same events.",
        "Likelihood is not quality. In Pearce (2005, chapter 9) a model that saved 0.38 "
        "bit a note was rated 3.2 of 7 where the other had 2.9; real melodies had 6.0. "
        "Repetition within a tune makes later bars cheap, so bars 1–4 "
        "stand apart.",
        knowledge.likelihood,
    ),
    "distribution": _Heading(
        "Distribution",
        "How far nine features of études lie as those of human excerpts do (overlapped "
        "area, Yang & Lerch 2020). Human against human is the ceiling: nobody is asked to "
        "be more alike than people are among themselves.",
        "It says how alike two sets are, not how good: a program that copies scores best. "
        "Read it beside copying.",
        likeness.distribution,
    ),
    "discriminator": _Heading(
        "Discriminator",
        "How often a judge that learnt from other bars takes a generated one for the "
        "more generated of two: 0.5 is a guess, 1 a certainty (AUC).",
        "The judge counts traits and hears nothing. Rules of the level, which no "
        "collection keeps, give études away too.",
        likeness.discriminator,
    ),
    "structure": _Heading(
        "Structure",
        "Whether bars return, phrases close and the line turns as often as in human pieces "
        "of the same metre, length and level. Inside the human interval, the mean of the "
        "études could be that of so many human pieces.",
        "Means can be right where single pieces are not, and returning bars are not yet a "
        "form. Twenty measures at 95 % have one outside by chance.",
        likeness.structure,
    ),
    "endings": _Heading(
        "Endings",
        "Whether the model was going to end where the rules make it end: how much "
        "probability they take from the last pitch, and how often it meets the end rule "
        "left alone.",
        "A common close is not always the right one. The human rows are an upper bound of "
        "what a rule would take (see the caption).",
        obedience.endings,
    ),
    "conditioning": _Heading(
        "Asked against told",
        "One tag is changed, seeds and all else are held: does the music change in that "
        "respect? Metre, mode and length are held by rules as well; level and style are "
        "told alone.",
        "The level is measured by the program's own scale, the style by a classifier that "
        "counts moves and rhythms; neither is a teacher.",
        obedience.conditioning,
    ),
    "copying": _Heading(
        "Copying",
        "The longest run of notes that each melody shares with the training music in any "
        "key and note value, beside what unseen human melodies share with it: folk tunes "
        "borrow, and so do composers.",
        "This finds what is quoted note for note, not what is imitated or varied in every "
        "bar.",
        likeness.copying,
    ),
    "infilling": _Heading(
        "Infilling",
        "One bar is left out of a human melody and drawn anew from what stands before it; "
        "BLEU and ROUGE-L say how near it comes to the true bar.",
        "Both reward copying: a good bar that is not the old one scores nothing, and "
        "repeating the bar before scores well wherever tunes repeat. They say how "
        "predictable a bar is, not how good.",
        knowledge.infilling,
    ),
    "bias": _Heading(
        "Whose music it is",
        "Which places and times the training music stands for, in notes.",
        "Regions are those of the prints and the composers, not of every tune; what is not "
        "here the model has never heard.",
        knowledge.bias,
    ),
}


def page(document: Document) -> Page:
    """Return the report of an evaluation, ready to be placed.

    Examples
    --------
    >>> parts = {"bias": {"problem": "no tune", "seconds": 0.1, "plan": {"name": "full"}}}
    >>> model = {"name": "m", "digest": "d", "parameters": 1, "difficulty_scale": 3}
    >>> corpus = {"split": "s", "same_split": True, "collections": []}
    >>> training = {"curve": [], "settings": {}}
    >>> found = page({"model": model, "corpus": corpus, "training": training, "parts":
    ...               parts, "warnings": [], "restrictions": []})
    >>> [s.problem for s in found.sections if s.id == "bias"]
    ['no tune']
    """
    model = document["model"]
    return Page(
        model["name"],
        model["digest"],
        _facts(document),
        tuple(document["restrictions"]),
        (*document["warnings"], *_weak(document)),
        tuple(key_figures(document)),
        _curve(document["training"]["curve"]),
        tuple(_section(name, document["parts"].get(name)) for name in PARTS),
    )


def render(document: Document) -> str:
    """Return the report as one self-contained HTML page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evaluation.html.j2").render(page=page(document))


def _section(name: str, part: Document | None) -> Section:
    heading = _HEADINGS[name]
    words = (heading.title, heading.means, heading.caveat)
    if part is None:
        problem = f"Not measured yet; etudes evaluate --parts {name} does it."
        return Section(name, *words, "", problem)
    if "problem" in part:
        return Section(name, *words, _about(part), part["problem"])
    content = heading.content(part["figures"])
    return Section(name, *words, _about(part), "", content.plots, content.tables)


def _about(part: Document) -> str:
    plan = part["plan"]
    told = f"Plan “{plan['name']}”"
    if "seed" in plan:
        told += f", seed {plan['seed']}"
    told += f", {part['seconds']:.0f} s"
    return f"{told}; {part['command']}." if part.get("command") else f"{told}."


def _weak(document: Document) -> list[str]:
    quick = [
        name for name, part in document["parts"].items() if part["plan"]["name"] == "quick"
    ]
    if not quick:
        return []
    return [
        f"measured quickly, on few pieces, so that intervals are wide and n-grams learnt "
        f"little: {', '.join(quick)}"
    ]


def _facts(document: Document) -> tuple[tuple[str, str], ...]:
    model, corpus = document["model"], document["corpus"]
    settings = document["training"]["settings"]
    rows: list[tuple[str, Any]] = [
        ("Parameters", f"{model['parameters']:,}" if model["parameters"] else None),
        ("Digest", model["digest"]),
        ("Split of the corpus", corpus["split"]),
        ("Split is the model's own", "yes" if corpus["same_split"] else "no"),
        ("Collections", ", ".join(corpus["collections"])),
        ("Scale of difficulty", model["difficulty_scale"]),
    ]
    if settings:
        rows.append(
            (
                "Training",
                f"{settings.get('epochs_done')} epochs in {settings.get('minutes_taken')} "
                f"minutes ({settings.get('device')}), seed {settings.get('seed')}",
            )
        )
    return tuple((name, str(value)) for name, value in rows if value is not None)


def _curve(rows: Sequence[Document]) -> Curves | None:
    if not rows:
        return None
    return curves(
        "training-curve",
        "Training: bits an event after each epoch, less is better",
        "epoch",
        {
            "training, with dropout": [row.get("training") for row in rows],
            "held-out families": [row.get("validation") for row in rows],
        },
    )
