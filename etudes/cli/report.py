"""`etudes report`: a session in, its report out."""

from pathlib import Path

from etudes.cli.console import print_line, say
from etudes.paths import database_path
from etudes.publish.files import put_all
from etudes.publish.rating.report import checked_formats, drafts
from etudes.publish.rating.words import in_short
from etudes.rating.lengths import sound_lengths
from etudes.rating.record import record_of
from etudes.rating.report import report
from etudes.store import Store


def report_session(
    session: str,
    formats: str,
    output: Path | None,
    *,
    comments: bool,
    facts: bool,
    force: bool,
    database: Path | None,
    quiet: bool,
) -> None:
    """Write the report of a session, and print its first page."""
    names = checked_formats(formats.split(","))
    with Store.open(database or database_path()) as store:
        record = record_of(store, session)
        sounds = sound_lengths(store, record.session)
    found = report(record, sounds=sounds, with_comments=comments, with_facts=facts)
    files = put_all(drafts(found, names), output, force=force)
    if not quiet:
        short = in_short(found)
        if short.banner:
            say(short.banner)
        for title, lines in (
            ("What was found", short.found),
            ("How sure that is", short.how_sure),
            ("What not to conclude", short.not_to_conclude),
        ):
            say(title)
            for line in lines:
                say(f"  {line}")
    for file in files:
        print_line(str(file.path))
