"""`etudes originality`: files in, what of each line stands in the training music out."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from etudes.cli.console import complain, print_json, print_line, say
from etudes.cli.names import printable, score_names
from etudes.corpus import Corpus, load
from etudes.errors import DamagedData, EtudesError
from etudes.melody import Melody
from etudes.model.folder import DEFAULT_MODEL, TrainedModel, read_model
from etudes.originality.report import (
    Originality,
    SharedRun,
    Stretch,
    by_corpus,
    by_index,
)
from etudes.originality.sources import TrainingMusic, training_lines
from etudes.originality.tokens import LONGEST_RUN
from etudes.reading import Line, Score, read_each

_DIGITS = 4

_REMARKS = {
    "corpus": "",
    "index": "only the index of {} was asked; after 'etudes corpus build' this command "
    "tells from where, and how much is new",
    "another corpus": "the built corpus is not the music that {} learnt from, or not all "
    "of it: longest runs and shares are those of the corpus",
}
"""What is said of what was searched."""


def report_files(
    paths: Sequence[Path], name: str | None, *, as_json: bool, quiet: bool
) -> int:
    """Print what each line of music shares with a model's training music; return the
    exit code.

    A file that cannot be read costs one line on stderr, and the others are answered.
    """
    model = read_model(name or DEFAULT_MODEL)
    corpus = _corpus()
    answers = list(read_each(paths))
    lines = [line for _, answer in answers for line in _with_music(answer)]
    told = iter(_originality([line.passages for line in lines], model, corpus))
    rows: list[dict[str, Any]] = []
    exit_code = 0
    for path, answer in answers:
        if isinstance(answer, EtudesError):
            complain(str(answer))
            exit_code = max(exit_code, answer.exit_code)
            rows.append(_refusal(path, answer))
            continue
        found = [(line, next(told)) for line in _with_music(answer)]
        if as_json:
            rows.append(_row(path, answer, found, model, corpus))
        else:
            _print(path, answer, found)
    if as_json:
        print_json(rows[0] if len(rows) == 1 else rows)
    elif lines and (remark := _REMARKS[_searched(model, corpus)]):
        say(remark.format(model.name), quiet=quiet)
    return exit_code


def _corpus() -> Corpus | None:
    with suppress(DamagedData):
        return load()
    return None


def _searched(model: TrainedModel, corpus: Corpus | None) -> str:
    """Return what was searched; a key of `_REMARKS`."""
    if corpus is None:
        return "index"
    is_same = corpus.split_digest == model.record.get("split")
    return "corpus" if is_same else "another corpus"


def _originality(
    lines: Sequence[Sequence[Melody]], model: TrainedModel, corpus: Corpus | None
) -> list[Originality]:
    """Return what is known of each line; the index knows what the model learnt from, even
    where the corpus that was built is another."""
    index, searched = model.copies, _searched(model, corpus)
    if corpus is None and index is None:
        raise DamagedData(
            f"an index of the music that the model {model.name} learnt from was expected, "
            "or that music, and neither is there; run 'etudes corpus build'"
        )
    by_index_ = [by_index(line, index) for line in lines] if index else []
    if corpus is None or not lines:
        return by_index_
    found = by_corpus(lines, TrainingMusic(training_lines(corpus)))
    if searched == "corpus" or index is None:
        return found
    return [
        replace(told, copied=of_index.copied)
        for told, of_index in zip(found, by_index_, strict=True)
    ]


def _with_music(answer: Score | EtudesError) -> list[Line]:
    if isinstance(answer, EtudesError):
        return []
    return [line for line in answer.lines if line.passages]


def _print(path: Path, score: Score, found: Sequence[tuple[Line, Originality]]) -> None:
    for line, told in found:
        name = "  ".join(score_names(path, score, line.name))
        print_line(f"{name}: {told.notes} notes")
        for stretch in told.copied:
            print_line(
                f"     copied: {stretch.notes} notes in {_bars(stretch)}, more than the "
                f"{LONGEST_RUN} allowed"
            )
        if not told.copied:
            print_line(f"     no more than {LONGEST_RUN} notes in a row are copied")
        if told.longest:
            print_line(f"     {_longest_in_words(told.longest)}")
        if told.novel and (shares := list(_shares(told.novel))):
            print_line(f"     new: {', '.join(shares)}")


def _longest_in_words(run: SharedRun) -> str:
    source = run.source
    measures = Stretch(run.where.notes, source.first_measure, source.last_measure)
    title = printable(source.tune.title) or source.tune.id
    common = ", a commonplace," if run.is_commonplace else ""
    return (
        f"longest run shared: {run.where.notes} notes{common} in {_bars(run.where)}; as in "
        f"{title} ({source.tune.collection}), {_bars(measures)}"
    )


def _bars(stretch: Stretch) -> str:
    first, last = stretch.first_measure, stretch.last_measure
    return f"bar {first}" if first == last else f"bars {first}–{last}"


def _shares(novel: dict[int, tuple[int, int]]) -> Iterator[str]:
    """Yield "61 % of 6 notes", for each length of patterns that the line has."""
    for notes, (new, count) in novel.items():
        if count:
            yield f"{100 * new / count:.0f} % of {notes} notes"


def _row(
    path: Path,
    score: Score,
    found: Sequence[tuple[Line, Originality]],
    model: TrainedModel,
    corpus: Corpus | None,
) -> dict[str, Any]:
    return {
        "file": str(path),
        "source": score.provenance.source,
        "title": score.provenance.title,
        "composer": score.provenance.composer,
        "licence": score.provenance.licence,
        "model": model.name,
        "model_digest": model.digest,
        "searched": _searched(model, corpus),
        "longest_allowed": LONGEST_RUN,
        "lines": [{"line": line.name, **_figures(told)} for line, told in found],
    }


def _figures(told: Originality) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "notes": told.notes,
        "copied": [_stretch(stretch) for stretch in told.copied],
    }
    if told.novel is None:
        return figures
    run = told.longest
    return {
        **figures,
        "longest_run": run
        and {
            **_stretch(run.where),
            "is_commonplace": run.is_commonplace,
            "tune": run.source.tune.id,
            "title": run.source.tune.title,
            "collection": run.source.tune.collection,
            "source_measures": [run.source.first_measure, run.source.last_measure],
        },
        "novel": {
            str(notes): round(new / count, _DIGITS) if count else None
            for notes, (new, count) in told.novel.items()
        },
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "notes": stretch.notes,
        "measures": [stretch.first_measure, stretch.last_measure],
    }


def _refusal(path: Path, error: EtudesError) -> dict[str, Any]:
    return {
        "file": str(path),
        "error": {
            "kind": type(error).__name__,
            "message": str(error),
            "exit_code": error.exit_code,
        },
    }
