"""`etudes corpus`: from files to the tunes that a model learns from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etudes.cli.console import print_json, print_line, print_table, say
from etudes.cli.progress import bar
from etudes.errors import DamagedData, InvalidValue


def names_in(texts: Sequence[str] | None) -> list[str] | None:
    """Return the names in options such as "aird,ryan"; None where there is no option."""
    if texts is None:
        return None
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if not names:
        raise InvalidValue("names of collections were expected, such as aird,ryan")
    return names


def build_corpus(
    only: list[str] | None, include: list[str] | None, folder: Path | None, quiet: bool
) -> None:
    """Build the corpus and say what it holds."""
    from etudes.corpus.build import build, corpus_folder

    with bar(quiet=quiet) as shown:
        corpus = build(
            folder,
            names_in(only),
            shown.say,
            include=names_in(include) or (),
            watch=lambda what, share: shown.show(what, share, ""),
        )
    print_line(
        f"{len(corpus.tunes)} melodies, {len(corpus.pieces)} pieces in "
        f"{folder or corpus_folder()}"
    )


def add_collection(
    folder: Path,
    licence: str | None,
    name: str | None,
    label: str | None,
    style: str,
    lines: str,
    quiet: bool,
) -> None:
    """Make a folder a collection of the user's own and say what it holds."""
    from etudes.corpus import own

    if licence is None or not licence.strip():
        raise InvalidValue(
            "a licence was expected: --licence 'my own work', or what the rights are; it "
            "is printed in the card of every model that learns from these pieces"
        )
    row = own.own_collection(
        name or own.name_of(folder.resolve()),
        label or folder.resolve().name,
        style,
        str(folder.resolve()),
        lines,
        licence,
    )
    own.check_free(row)
    with bar(quiet=quiet) as shown:
        found = own.survey(row, lambda share: shown.show(f"reading {row.name}", share, ""))
    for refusal in found.refusals:
        say(f"left out: {refusal}", quiet=quiet)
    own.add(row)
    print_line(f"{row.name}: {found.melodies} melodies in {found.files} files")
    say(
        "to fine-tune the model on them: "
        f"etudes train models/{row.name} --from gru-256 --collections {row.name}",
        quiet=quiet,
    )


def remove_collection(name: str) -> None:
    """Take a collection out of the user's table."""
    from etudes.corpus.own import remove

    row = remove(name)
    print_line(f"{row.name} is no collection any more; its files stay in {row.folder}")


def show_corpus(as_json: bool) -> None:
    """Print the collections of the built corpus, and which others there are."""
    from etudes.corpus import load
    from etudes.corpus.own import own_collections

    try:
        corpus = load()
    except DamagedData as error:
        if not own_collections():
            raise
        say(str(error))
        _print({"collections": [], "others": _others(()), "pieces": 0}, as_json)
        return
    rows: list[dict[str, Any]] = []
    for name in corpus.collections:
        tunes = [tune for tune in corpus.tunes if tune.collection == name]
        row = corpus.collection(name)
        rows.append(
            {
                "collection": name,
                "label": row.label,
                "melodies": len(tunes),
                "families": len({tune.family for tune in tunes}),
                "notes": sum(tune.notes for tune in tunes),
                **{
                    side: sum(tune.split == side for tune in tunes)
                    for side in ("train", "validation", "test")
                },
                "licence": row.licence,
                **({"restriction": row.restriction} if row.restriction else {}),
            }
        )
    _print(
        {
            "collections": rows,
            "others": _others(corpus.collections),
            "pieces": len(corpus.pieces),
            "split": corpus.split_digest,
        },
        as_json,
    )


def _others(built: Sequence[str]) -> list[dict[str, Any]]:
    """Return the collections that are known and not built, and what would build them."""
    from etudes.corpus.own import choose, own_collections

    own = {row.name for row in own_collections()}
    others = []
    for row in choose(include=[r.name for r in _shipped() if r.optional]):
        if row.name in built:
            continue
        if row.path is None:
            cure = f"its files are not in {row.folder}"
        elif row.optional:
            cure = f"etudes corpus build --include {row.name}"
        else:
            cure = "etudes corpus build"
        others.append(
            {
                "collection": row.name,
                "label": row.label,
                "is_own": row.name in own,
                "licence": row.licence,
                "to_read_it": cure,
            }
        )
    return others


def _shipped() -> Sequence[Any]:
    from etudes.corpus.collections import collections

    return collections()


def _print(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    for title, rows in (("Corpus", report["collections"]), ("Others", report["others"])):
        if rows:
            columns = [c for c in rows[0] if c not in ("is_own", "restriction")]
            cells = [[str(row[column]) for column in columns] for row in rows]
            print_table(title, columns, cells)
