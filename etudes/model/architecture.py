"""The shape of the network, as data that a model folder records."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from etudes.encoding.context import ECHOES, feature_sizes
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData

_TABLE_OF = {
    **{f"pitch_{echo}": "pitch" for echo in ECHOES},
    **{f"duration_{echo}": "duration" for echo in ECHOES},
    **{f"run_{echo}": "run" for echo in ECHOES},
}
_WIDTHS = {
    "pitch": 48,
    "duration": 24,
    "within_beat": 12,
    "beat": 4,
    "strength": 4,
    "metre": 8,
    "measure": 6,
    "measures_left": 8,
    "ticks_left": 12,
    "closing": 4,
    "mode": 4,
    "level": 8,
    "melody": 8,
    "rhythm": 8,
    "style": 4,
    "run": 4,
}


@dataclass(frozen=True, slots=True)
class Architecture:
    """Widths of the layers: embeddings by table, GRU units by layer, heads."""

    gru: tuple[int, ...] = (256, 256)
    duration_head: int = 192
    pitch_head: int = 256
    widths: dict[str, int] = field(default_factory=lambda: dict(_WIDTHS))

    def tables(self, vocabulary: Vocabulary) -> dict[str, tuple[int, int]]:
        """Return each embedding table with its (rows, width)."""
        sizes = feature_sizes(vocabulary)
        rows = {embedding_table(name): size for name, size in sizes.items()}
        return {name: (rows[name], self.widths[name]) for name in self.widths}

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        try:
            return cls(**{**data, "gru": tuple(data["gru"])})
        except (KeyError, TypeError) as error:
            raise DamagedData(f"the model's layers are not readable: {error}") from None


def embedding_table(feature: str) -> str:
    """Return the embedding that a feature uses: look-back pitches share the pitch's."""
    return _TABLE_OF.get(feature, feature)
