"""Every collection stands for a place and a time, and each note is counted once."""

from etudes.corpus.build import TuneRow
from etudes.corpus.collections import collections
from etudes.corpus.origins import of_collection, represented


def test_every_collection_of_the_table_has_an_origin() -> None:
    """Region, century and source, for all that a model can be trained on."""
    for row in collections():
        found = of_collection(row.name)
        assert found
        assert all(o.region and o.century and o.about and o.source for o in found)


def test_notes_are_counted_once_by_region_and_by_century() -> None:
    """Fife tunes are American, the Minstrelsy is English, a teacher's own are not known."""
    rows = [
        TuneRow(
            f"{name}-tune-1/0/0", name.partition("/")[0], "air", "", name, "train", n, 8
        )
        for name, n in (
            *(
                ("misc/americanfifeopus.abc", 10),
                ("misc/northumbrianminstrelsyopus.abc", 20),
            ),
            *(("ryan/A.abc", 5), ("lessons/mine.abc", 7)),
        )
    ]

    found = represented(rows)

    assert found["by_region"] == {"England": 20, "United States": 15, "not stated": 7}
    assert found["notes"] == sum(found["by_century"].values()) == 42
    assert found["unknown"] == {"lessons": 7}
