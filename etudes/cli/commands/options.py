"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
InstrumentFile = Annotated[
    Path | None,
    typer.Option("--instrument-file", help="Instruments of your own: a TOML file."),
]
RubricFile = Annotated[
    Path | None, typer.Option("--rubric", help="Levels of your own, a TOML file.")
]
Database = Annotated[
    Path | None, typer.Option("--db", help="The store; ETUDES_DB says the same.")
]


# `readable=False`: a file that may not be read is answered with its line, like any other
Scores = typer.Argument(
    metavar="FILE...",
    help="MusicXML, MXL, MIDI, ABC or kern; a folder: those in it.",
    readable=False,
)


# How a sheet looks

Title = Annotated[str | None, typer.Option(help="Printed above.")]
Paper = Annotated[str | None, typer.Option(help="a4 or letter.")]
Language = Annotated[
    str | None, typer.Option(help="Of the printed words: en, de, fr, es, it, zh, ja.")
]
Large = Annotated[bool | None, typer.Option("--large", help="Large print.")]
Easy = Annotated[
    bool | None, typer.Option("--easy", help="Dyslexia-friendly letters and spaces.")
]
Contrast = Annotated[bool | None, typer.Option("--contrast", help="High contrast.")]
Plain = Annotated[
    bool | None, typer.Option("--plain", help="Notes alone: no slurs, no dynamics ...")
]
TwoUp = Annotated[
    bool | None, typer.Option("--two-up", help="Two small pages side by side.")
]
Template = Annotated[
    Path | None, typer.Option(help="A letterhead of your own: a TOML file.")
]
Formats = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="Any of pdf,svg,png,ly,musicxml,mxl,midi,abc,mp3,wav,anki,moodle,zip.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="A folder, or a file.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files.")]

# What of raters' words leaves the store

Comments = Annotated[
    bool, typer.Option("--comments", help="With comments, which may name people.")
]
Facts = Annotated[
    bool, typer.Option("--facts", help="With what raters told of themselves.")
]
