"""How to train: the settings, whole, for fine-tuning, and for a test."""

from dataclasses import dataclass, field, replace

from etudes.errors import InvalidValue
from etudes.model.architecture import Architecture


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    `minutes` is a limit; `average` is the decay of a moving average of the weights over
    the steps, measured and kept in their place (0: none).
    """

    architecture: Architecture = field(default_factory=Architecture)
    epochs: int = 16
    minutes: float = 90
    events: int = 4096
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    dropout: float = 0.42
    patience: int = 5
    seed: int = 1
    average: float = 0.998

    def __post_init__(self) -> None:
        for name, is_valid, expected in (
            ("epochs", self.epochs >= 1, "one or more"),
            ("minutes", self.minutes > 0, "more than none"),
            ("events", self.events >= 1, "one or more"),
            ("dropout", 0 <= self.dropout < 1, "from 0 to less than 1"),
            ("average", 0 <= self.average < 1, "from 0 to less than 1"),
            ("seed", 0 <= self.seed < 2**32, "from 0 to 4294967295"),
        ):
            if not is_valid:
                raise InvalidValue(f"{name}: {expected} was expected, not {self}")


def fine_tuning(plan: Plan) -> Plan:
    """Return the plan for going on from a trained model on a few pieces."""
    return replace(
        plan,
        epochs=12,
        minutes=10,
        events=1024,
        learning_rate=3e-4,
        patience=4,
        average=0.0,
    )


def smoke(plan: Plan) -> Plan:
    """Return a plan small enough for a test."""
    small = Architecture(gru=(16, 16), duration_head=16, pitch_head=16)
    return replace(plan, architecture=small, epochs=1, minutes=10, events=1024, average=0.0)
