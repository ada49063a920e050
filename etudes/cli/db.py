"""`etudes db`: whether the store is sound, and copies of it."""

from pathlib import Path

from etudes.cli import console
from etudes.errors import DamagedData, UnknownName
from etudes.paths import database_path
from etudes.store import Store


def verify(database: Path | None, *, as_json: bool = False) -> int:
    """Tell what is wrong with a store; return the exit code.

    Raises
    ------
    UnknownName
        If there is none.
    DamagedData
        If it cannot be read at all.
    """
    path = _there(database)
    with Store.open(path) as store:
        problems = store.verify()
    if as_json:
        console.print_json({"store": str(path), "problems": problems})
    elif not problems:
        console.print_line(f"The store {path} is sound.")
    for problem in () if as_json else problems:
        console.print_line(" ".join(problem.split()))
    return DamagedData.exit_code if problems else 0


def backup(target: Path, database: Path | None, *, quiet: bool = False) -> None:
    """Copy a store to a new file.

    Raises
    ------
    UnknownName
        If there is none.
    DamagedData, OutputError
        If it is damaged, or the file is there or cannot be written.
    """
    path = _there(database)
    with Store.open(path) as store:
        store.backup(target)
    console.say(
        f"The store {path} is copied to {target}, and the copy is sound. To go back to it: "
        f"stop whatever uses the store, move {path} away (with {path.name}-journal, if it "
        "is there) and copy the file to its place.",
        quiet=quiet,
    )


def _there(database: Path | None) -> Path:
    path = database or database_path()
    if not path.exists():  # opening would make one
        raise UnknownName(
            f"a store was expected at {path}, and none is there; 'etudes make' makes it, "
            "--db names another"
        )
    return path
