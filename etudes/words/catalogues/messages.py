"""Everything that a catalogue must translate: literals in the code and in the templates of
pages, and names in tables."""

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

from etudes.paths import data_folder

_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Message:
    """An English text, and the one for many things where it depends on a number."""

    english: str
    plural: str = ""


def messages() -> tuple[Message, ...]:
    """Return all that is printed and can be translated, in order and once each.

    Examples
    --------
    >>> Message("Level {number}") in messages(), Message("Violin") in messages()
    (True, True)
    """
    return tuple(dict.fromkeys((*literals(), *in_pages(), *map(Message, names()))))


def literals() -> Iterator[Message]:
    """Yield each text in a call of `.text(...)`, `.plural(...)` or `msgid(...)`."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _of_call(_name(node.func), [_constant(one) for one in node.args])


def in_pages() -> Iterator[Message]:
    """Yield each text that stands in a call of `text(...)`, `word(...)` or `plural(...)` in
    a template of the raters' pages."""
    from jinja2 import Environment, nodes

    for path in sorted((data_folder("templates") / "web").glob("*.j2")):
        code = Environment(autoescape=True).parse(path.read_text("utf-8"))
        for call in code.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                texts = [getattr(one, "value", None) for one in call.args]
                yield from _of_call(call.node.name, texts)


def names() -> Iterator[str]:
    """Yield the names of the tables: instruments, words of tempo, focuses, what listening
    tests ask and answer, and what is said of the answers."""
    from etudes.focus import focuses
    from etudes.tables import instruments, rubric
    from etudes.tables.styles import styles

    yield from (player.label for player in instruments())
    for level in rubric().levels:
        yield from level.tempo_words
    for focus in focuses():
        if not focus.name.startswith("key:"):
            yield focus.name.replace("-", " ")
            yield focus.words
    yield from (style.name.replace("-", " ") for style in styles())
    yield from _of_listening()
    yield from _of_remarks()
    yield from _of_advice()
    yield from _of_rating()


def _of_listening() -> Iterator[str]:
    """Yield labels, questions and words of answers; the room itself is further down."""
    from etudes.tables.data import read_table

    folder = _PACKAGE / "listening"
    for row in read_table(str(folder / "kinds.toml")).values():
        yield row["label"]
        yield row["asks"]
    for words in read_table(str(folder / "answers.toml")).values():
        yield from words.values()


def _of_remarks() -> Iterator[str]:
    """Yield the sentences on wrong notes, and the names that are put into them."""
    from etudes.tables.data import read_table

    table = read_table(str(_PACKAGE / "assessment" / "remarks.toml"))
    yield from table["sentence"].values()
    yield from _intervals()
    yield from _durations()


def _intervals() -> Iterator[str]:
    """Yield all to the octave; beyond it, to the fifteenth, the plain ones."""
    from etudes.theory import Interval

    for steps, semitones in product(range(15), range(26)):
        name = Interval(steps, semitones).name
        is_plain = not name.startswith(("diminished", "augmented"))
        if not name.startswith("altered") and (steps < 8 or is_plain):
            yield name


def _durations() -> Iterator[str]:
    """Yield the note values, and what no single one has: to a semibreve in semiquavers,
    to two in quavers."""
    from etudes.theory import NoteValue, duration_name

    bases = [Fraction(1, 2**n) for n in range(7)]
    for tuplet, dots, base in product((None, (3, 2)), range(3), bases):
        yield NoteValue(base, dots, tuplet).name
    parts = (*range(1, 16), *range(16, 34, 2))
    yield from (duration_name(Fraction(part, 16)) for part in parts)


def _of_advice() -> Iterator[str]:
    """Yield why something is to be practised: by kind, and the sentences in the code."""
    from etudes.tables.data import read_table

    folder = _PACKAGE / "assessment"
    yield from (row["because"] for row in read_table(str(folder / "advice.toml")).values())
    yield from _sentences(ast.parse((folder / "advice.py").read_text("utf-8")))


def _sentences(code: ast.Module) -> Iterator[str]:
    """Yield the texts from a capital to a full stop that are no docstrings."""
    nodes = list(ast.walk(code))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and node not in docstrings:
            text = node.value
            if isinstance(text, str) and text[:1].isupper() and text.endswith("."):
                yield text


def _of_rating() -> Iterator[str]:
    """Yield what raters are asked, and what the ends of each scale say."""
    table = tomllib.loads((_PACKAGE / "rating" / "scales.toml").read_text("utf-8"))
    yield table["pair"]
    for name, scale in table["scale"].items():
        yield name
        yield from (
            scale[part] for part in ("ask", "low", "middle", "high") if part in scale
        )


def _name(called: ast.expr) -> str:
    """Return the name of what is called; of a function by itself only `msgid` is known."""
    if isinstance(called, ast.Attribute):
        return called.attr if called.attr in ("text", "plural") else ""
    return "msgid" if isinstance(called, ast.Name) and called.id == "msgid" else ""


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _of_call(name: str, values: Sequence[object]) -> Iterator[Message]:
    wanted = {"text": 1, "word": 1, "msgid": 1, "plural": 2}.get(name, 0)
    texts = [one for one in values[:wanted] if isinstance(one, str) and one]
    if wanted and len(texts) == wanted:
        yield Message(*texts)
