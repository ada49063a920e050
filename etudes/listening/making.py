"""Making questions: a kind, a request, a seed and a model give the same ones again."""

import hashlib
from dataclasses import replace

from etudes.item.codec import request_to_json
from etudes.item.make import load_runtime
from etudes.item.request import Request
from etudes.listening.ask import Ask
from etudes.listening.keys import refuse_without_melody
from etudes.listening.kind import Kind, kind
from etudes.listening.made import Made
from etudes.listening.question import Question
from etudes.listening.questions import MAKERS
from etudes.runtime import Runtime

_VERSION = 2
"""Raised when the same kind, request and model begin to give other questions."""


def questions(
    name: str, request: Request, runtime: Runtime | None = None
) -> list[Question]:
    """Return as many questions of a kind as the request counts, 1 where it does not say.

    Parameters
    ----------
    name : of the kind.
    request : level, instrument and seed; what else it asks for every melody keeps. Its
        level is that of the test: the kind's ladder says what the melodies may have.
    runtime : a loaded model; None loads the default one.

    Raises
    ------
    UnknownName
        If there is no such kind, or no such instrument.
    UnsatisfiableRequest
        If no melody keeps what is asked for, or the instrument has no melodies.

    Examples
    --------
    >>> [one] = questions("same-different", Request(level=1, instrument="flute", seed=4))
    >>> [option.text for option in one.options], len(one.heard)
    (['the same', 'different'], 2)
    """
    row = kind(name)
    request = replace(request, count=request.count or 1)
    runtime = runtime or load_runtime()
    ask = Ask(row, request, runtime)
    if row.pitched:
        refuse_without_melody(ask)
    made = MAKERS[row.name](ask)
    return [
        _numbered(one, row, request, index, runtime.model.digest)
        for index, one in enumerate(made)
    ]


def _numbered(
    made: Made, row: Kind, request: Request, index: int, model_digest: str
) -> Question:
    return Question(
        id=_id(row, request, index, model_digest),
        kind=row.name,
        level=request.level,
        instrument=request.instrument,
        seed=request.seed,
        index=index,
        asks=made.asks or row.asks,
        heard=made.heard,
        answer=made.answer,
        options=made.options,
        printed=made.printed,
        features=dict(made.features),
        model_digest=model_digest,
    )


def _id(row: Kind, request: Request, index: int, model_digest: str) -> str:
    asked = request_to_json(replace(request, count=None))
    text = f"{_VERSION}\n{row.name}\n{asked}\n{index}\n{model_digest}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
