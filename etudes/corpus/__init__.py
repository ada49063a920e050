"""Collections, families of variants, the split, and the pieces that a model learns from."""

from etudes.corpus.build import Corpus, TuneRow, build, load

__all__ = ["Corpus", "TuneRow", "build", "load"]
