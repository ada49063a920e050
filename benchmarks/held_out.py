"""Which tunes of the free collections no model learns from: the list of human controls.

Families of variants are found over all collections of the built corpus, so the list is
made once and shipped (`etudes/rating/study/held_out.toml`): places in the collections, no
notes. A tune that shares more than 12 notes in a row with what the default model learnt
from is left out, although its family is on another side. (Of the validation side no weight
was learnt; it told when to stop training.)

    python -m benchmarks.held_out > etudes/rating/study/held_out.toml
"""

import json
from collections import defaultdict

from etudes.corpus.build import Corpus, load
from etudes.item.make import load_runtime
from etudes.rating.study.held_out import read_tunes

_FREE = ("aird", "oneill", "ryan", "misc")


def places(corpus: Corpus) -> dict[str, list[str]]:
    """Return, by collection, the places of the tunes that no model learns from."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in corpus.tunes:
        if row.collection in _FREE and row.split != "train":
            found[row.collection].append(row.id.removeprefix(row.collection + "/"))
    return found


def without_copies(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the places whose tunes share no long run with the training side."""
    copies = load_runtime().model.copies
    if copies is None:
        raise SystemExit("the default model was expected to have an index of its music")
    tunes = read_tunes(found)
    flags = copies.are_copies([tune.melody for tune in tunes])
    new = {tune.id for tune, copied in zip(tunes, flags, strict=True) if not copied}
    return {name: [p for p in of if f"{name}/{p}" in new] for name, of in found.items()}


def main() -> None:
    corpus = load()
    every = places(corpus)
    kept = without_copies(every)
    before, after = (sum(map(len, of.values())) for of in (every, kept))
    print("# Tunes that no model learns from: places in the collections of")
    print("# etudes/corpus/collections.toml, file-tune-NUMBER/line/passage.")
    print("# Written by benchmarks/held_out.py; do not edit by hand.")
    print(f"# {after} of {before} tunes of the test and validation sides; the others share")
    print("# more than 12 notes in a row with tunes that models learn from.")
    print("version = 1")
    print(f'split = "{corpus.split_digest}"')
    for name, of in kept.items():
        print(f"\n[tunes]\n{name} = [" if name == next(iter(kept)) else f"{name} = [")
        for place in of:
            print(f"    {json.dumps(place, ensure_ascii=False)},")
        print("]")


if __name__ == "__main__":
    main()
