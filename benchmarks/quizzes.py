"""Set the papers of listening tests of all kinds: every warning of LilyPond is a failure.

uv run python benchmarks/quizzes.py --json
uv run python benchmarks/quizzes.py --levels 1 4 8 --instruments violin piano
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from random import Random

from etudes import Request
from etudes.engraving import engrave_sheets
from etudes.engraving.program import lilypond_version
from etudes.errors import EtudesError
from etudes.item.make import load_runtime
from etudes.listening import Question, Quiz, kinds, questions, quiz_code
from etudes.runtime import Runtime
from etudes.sheet import Layout
from etudes.words import LANGUAGES
from etudes.writing.quiz import quiz_source
from etudes.writing.quiz_key import key_source

_LEVELS = (1, 4, 8)
_INSTRUMENTS = ("violin", "clarinet", "cello", "trombone", "piano")
_SECONDS = 300
_PAPERS = {"quiz": quiz_source, "key": key_source}


def asked_of(
    instrument: str, level: int, seed: int, runtime: Runtime
) -> Iterator[Question | str]:
    """Yield a question of each kind, or why there is none."""
    request = Request(level=level, instrument=instrument, seed=seed, count=1)
    for name in kinds():
        try:
            yield from questions(name, request, runtime)
        except EtudesError as error:
            yield f"{instrument} level {level} {name}: {error}"


def looks(seed: int) -> Iterator[Layout]:
    """Yield a plain layout, then drawn ones."""
    rng = Random(seed)
    yield Layout()
    while True:
        yield Layout(
            paper=rng.choice(("a4", "letter")),
            language=rng.choice([*LANGUAGES]),
            large=rng.random() < 0.2,
            easy=rng.random() < 0.3,
            contrast=rng.random() < 0.3,
        )


def failures(quiz: Quiz, layout: Layout) -> Iterator[str]:
    """Yield what LilyPond says of the two papers, each by itself."""
    for name, source_of in _PAPERS.items():
        try:
            source = source_of(quiz, layout)
            engrave_sheets(
                [source],
                timeout_seconds=_SECONDS,
                cached=False,
                printed=LANGUAGES[layout.language],
                language=layout.language,
                strict=True,
            )
        except EtudesError as error:
            yield f"{name} {quiz.instrument} {quiz.level} {layout}: {error}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=int, nargs="*", default=_LEVELS)
    parser.add_argument("--instruments", nargs="*", default=_INSTRUMENTS)
    parser.add_argument("--looks", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    begin, runtime = time.perf_counter(), load_runtime()
    found: list[str] = []
    refused: list[str] = []
    papers, drawn = 0, looks(options.seed)
    for instrument in options.instruments:
        for level in options.levels:
            made = [*asked_of(instrument, level, options.seed, runtime)]
            refused += [one for one in made if isinstance(one, str)]
            asked = tuple(one for one in made if isinstance(one, Question))
            quiz = Quiz(quiz_code(asked, "Test", ""), "Test", asked, clicks=True)
            for _ in range(options.looks):
                layout = next(drawn)
                found += failures(quiz, layout)
                papers += len(_PAPERS)
            if not options.json:
                print(f"{instrument} {level}: {len(found)} failures", flush=True)
    result = {
        "lilypond": lilypond_version(),
        "papers": papers,
        "refused": refused,
        "failures": found,
        "seconds": round(time.perf_counter() - begin, 1),
    }
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
