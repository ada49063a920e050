"""Listening tests: answers marked, questions judged."""

from pathlib import Path
from typing import Annotated

import typer

from etudes.cli.commands.options import (
    Contrast,
    Database,
    Easy,
    Force,
    Json,
    Language,
    Large,
    Output,
    Paper,
    Quiet,
    Title,
)
from etudes.errors import InvalidValue

app = typer.Typer()


@app.command()
def quiz(
    level: Annotated[int | None, typer.Option(help="1 (first term) to 8.")] = None,
    instrument: Annotated[str | None, typer.Option(help="The student's own.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Such as dictation,interval ('etudes kinds' lists them)."),
    ] = None,
    count: Annotated[
        int | None, typer.Option(help="How many questions; default: 10.")
    ] = None,
    versions: Annotated[int, typer.Option(help="A, B ...: as hard, other music.")] = 1,
    students: Annotated[
        str | None, typer.Option(help="How many, or a file with a name a line.")
    ] = None,
    plays: Annotated[
        int | None, typer.Option(help="Playings; default: as its kind has.")
    ] = None,
    clicks: Annotated[
        bool, typer.Option("--clicks", help="Strokes tell each question's number.")
    ] = False,
    measures: Annotated[int | None, typer.Option(help="Bars of each melody.")] = None,
    key: Annotated[str | None, typer.Option(help="Written key: 'D major', Em.")] = None,
    time: Annotated[str | None, typer.Option(help="Metre: 6/8.")] = None,
    tempo: Annotated[int | None, typer.Option(help="Beats a minute.")] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND: WORDS",
            help='Every melody keeps it: "only: G4 A4 B4" ("etudes rules").',
        ),
    ] = None,
    adaptive: Annotated[
        bool,
        typer.Option("--adaptive", help="Ask one student, here, what tells most."),
    ] = False,
    student: Annotated[str | None, typer.Option(help="Of --adaptive: who.")] = None,
    until: Annotated[
        float | None,
        typer.Option(help="Of --adaptive: the standard error to stop at; default: 0.4."),
    ] = None,
    most: Annotated[
        int | None, typer.Option(help="Of --adaptive: questions at most; default: 40.")
    ] = None,
    silent: Annotated[
        Path | None,
        typer.Option(help="Of --adaptive: a folder for the sound, to open oneself."),
    ] = None,
    title: Title = None,
    paper: Paper = None,
    language: Language = None,
    large: Large = None,
    easy: Easy = None,
    contrast: Contrast = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="Any of pdf,ly,mp3,wav.")
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="A recording of each question besides.")
    ] = False,
    output: Output = None,
    force: Force = False,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same test.")] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or folder.")] = None,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a listening test: paper, the teacher's key, sound, a table for the answers.

    For example: etudes quiz --kind dictation,interval --level 3 --instrument violin
    """
    if adaptive:
        from etudes.cli import sit

        _refuse(
            "with --adaptive, a student and an instrument, and perhaps --kind, --until, "
            "--most, --silent or --seed, were expected",
            level=level,
            count=count,
            versions=versions != 1,
            students=students,
            plays=plays,
            clicks=clicks,
            measures=measures,
            key=key,
            time=time,
            tempo=tempo,
            rule=rule,
            title=title,
            paper=paper,
            language=language,
            large=large,
            easy=easy,
            contrast=contrast,
            format=format_,
            each=each,
            output=output,
            json=as_json,
        )
        if not (student and student.strip() and instrument):
            raise InvalidValue(
                "a student and an instrument were expected, for example: etudes quiz "
                "--adaptive --student Ann --instrument flute"
            )
        code = sit.sit(
            student,
            instrument,
            kinds=[part for text in kind or () for part in text.split(",") if part.strip()],
            seed=seed,
            until=0.4 if until is None else until,
            most=40 if most is None else most,
            silent=silent,
            force=force,
            model=model,
            database=db,
        )
        raise typer.Exit(code)
    from etudes.cli import quiz as room

    _refuse(
        "for a test on paper, options of such a test were expected",
        student=student,
        until=until,
        most=most,
        silent=silent,
    )
    room.quiz(
        {
            "level": level,
            "instrument": instrument,
            "count": count,
            "measures": measures,
            "key": key,
            "time": time,
            "tempo": tempo,
            "rule": rule,
            "seed": seed,
        },
        {
            "title": title,
            "paper": paper,
            "language": language,
            "large": large,
            "easy": easy,
            "contrast": contrast,
        },
        names=kind,
        versions=versions,
        plays=plays,
        clicks=clicks,
        formats=format_,
        each=each,
        students=students,
        output=output,
        force=force,
        model=model,
        database=db,
        as_json=as_json,
        quiet=quiet,
    )


def _refuse(expected: str, **given: object) -> None:
    """Refuse options of the other kind of test: what is not heeded should not be typed."""
    for name, value in given.items():
        # not `in (None, False, [])`: 0 is equal to False, and was typed
        if value is not None and value is not False and value != []:
            raise InvalidValue(f"{expected}, not --{name}")


@app.command()
def kinds(as_json: Json = False) -> None:
    """List the kinds of questions that listening tests have.

    For example: etudes kinds
    """
    from etudes.cli import quiz as room

    room.list_kinds(as_json)


@app.command()
def mark(
    test: Annotated[str, typer.Argument(metavar="TEST", help="The code on its paper.")],
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS",
            help="CSV (student,1,2,3 or student,question,answer) or JSON.",
            readable=False,
        ),
    ],
    students: Annotated[
        Path | None, typer.Option(help="The class: a name a line; who is missing is told.")
    ] = None,
    student_reports: Annotated[
        Path | None, typer.Option(help="A folder for a report to each student.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="Of the reports: html,pdf.")
    ] = "html",
    replace: Annotated[
        bool, typer.Option("--replace", help="Take answers that differ from marked ones.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Mark nothing if anything is wrong.")
    ] = False,
    force: Force = False,
    db: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Mark a class's answers to a listening test: points, levels, what to practise.

    Exit code 3 if something could not be marked: a line each says what.
    For example: etudes mark 7k2m9q answers.csv --student-reports reports
    """
    from etudes.cli import mark as room

    code = room.mark(
        test,
        answers,
        students=students,
        reports=student_reports,
        formats=format_,
        replace=replace,
        strict=strict,
        force=force,
        database=db,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def items(
    report: Annotated[
        bool, typer.Option("--report", help="What the answers say of each question.")
    ] = False,
    retire: Annotated[
        bool, typer.Option("--retire", help="With --report: ask the bad ones no more.")
    ] = False,
    kind: Annotated[str | None, typer.Option(help="Of this kind only.")] = None,
    level: Annotated[
        int | None, typer.Option(min=1, max=8, help="Of this level only.")
    ] = None,
    instrument: Annotated[str | None, typer.Option(help="For this one only.")] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """List the questions of listening tests, and judge them by the answers.

    For example: etudes items --report
    """
    from etudes.cli import item_report as room

    room.show_items(
        kind, level, instrument, report=report, retire=retire, database=db, as_json=as_json
    )
