"""What a training learns from and is measured on, encoded once."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass

from etudes.corpus import Corpus
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData
from etudes.model.batches import Encoded, encode_parts, parts_of
from etudes.model.folder import TrainedModel
from etudes.model.measures import events_of
from etudes.model.sides import Sides, nameable, of_collections, split, split_few


@dataclass(frozen=True)
class Lesson:
    """What is learnt from and measured on, as arrays."""

    vocabulary: Vocabulary
    sides: Sides
    train: list[Encoded]
    validation: list[Encoded]
    test: list[Encoded]

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        base: TrainedModel | None,
        collections: Collection[str] | None,
        report: Callable[[str], None],
    ) -> "Lesson":
        """Divide the pieces of some collections and encode them.

        Raises
        ------
        UnknownName
            If the corpus has no collection of a name.
        DamagedData
            If the corpus is too small, or the base model can name none of the pieces.
        """
        pieces = of_collections(corpus, collections)
        if base:
            vocabulary = base.vocabulary
            kept = nameable(corpus, vocabulary, pieces)
            if not kept:
                raise DamagedData(
                    f"pieces to learn from were expected, and '{base.name}' can name the "
                    f"pitches and lengths of none of the {len(pieces)} there are"
                )
            if len(kept) < len(pieces):
                report(
                    f"left out: {len(pieces) - len(kept)} of {len(pieces)} pieces, for a "
                    f"pitch or length that '{base.name}' has no name for"
                )
            sides = split_few(corpus, kept)
        else:
            sides = split(corpus, pieces)
            vocabulary = Vocabulary.count(corpus.pieces.line(i) for i in sides.train)
        if sides.told:
            report(sides.told)
        train, validation, test = (
            encode_parts(vocabulary, parts_of(corpus, vocabulary, side, is_learnt))
            for side, is_learnt in (
                (sides.train, True),
                (sides.validation, False),
                (sides.test, False),
            )
        )
        report(f"events to learn from: {events_of(train):,}")
        return cls(vocabulary, sides, train, validation, test)

    @property
    def digest(self) -> str:
        """SHA-256 over what is learnt from and what decides when to stop."""
        digest = hashlib.sha256(self.vocabulary.digest.encode())
        for bucket in (*self.train, *self.validation):
            batch = bucket.batch
            for array in (batch.features, batch.durations, batch.pitches):
                digest.update(array.tobytes())
        return digest.hexdigest()
