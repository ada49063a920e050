"""Everything that a catalogue must translate: literals in the code, and names in tables."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    return tuple(dict.fromkeys((*literals(), *map(Message, names()))))


def literals() -> Iterator[Message]:
    """Yield each text that stands in a call of `.text(...)` or `.plural(...)`."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _of_call(node, node.func.attr)


def names() -> Iterator[str]:
    """Yield the names of the tables: instruments, words of tempo, focuses, and what
    listening tests ask and answer."""
    from etudes.focus import focuses
    from etudes.tables import instruments, rubric

    yield from (player.label for player in instruments())
    for level in rubric().levels:
        yield from level.tempo_words
    for focus in focuses():
        if not focus.name.startswith("key:"):
            yield focus.name.replace("-", " ")
            yield focus.words
    yield from _of_listening()


def _of_listening() -> Iterator[str]:
    """Yield labels, questions and words of answers; the room itself is further down."""
    from etudes.tables.data import read_table

    folder = _PACKAGE / "listening"
    for row in read_table(str(folder / "kinds.toml")).values():
        yield row["label"]
        yield row["asks"]
    for words in read_table(str(folder / "answers.toml")).values():
        yield from words.values()


def _of_call(call: ast.Call, name: str) -> Iterator[Message]:
    wanted = {"text": 1, "plural": 2}.get(name, 0)
    texts = [
        arg.value
        for arg in call.args[:wanted]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and arg.value
    ]
    if wanted and len(texts) == wanted:
        yield Message(*texts)
