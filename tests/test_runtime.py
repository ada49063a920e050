"""The NumPy step against Keras, and both against the equations of the paper."""

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.architecture import Architecture
from etudes.model.folder import TrainedModel, read_model
from etudes.model.network import build_network, export_weights, import_weights
from etudes.runtime import Runtime, _gru
from etudes.theory import TimeSignature

STEPS = 200


def test_the_step_keeps_the_equations_of_the_gru() -> None:
    """h' = (1 − z) h + z c with z, r, c as in Cho et al. (2014), written out here anew;
    Keras writes z for what the paper's update calls 1 − z."""
    rng = np.random.default_rng(3)
    x, h = rng.normal(size=5), rng.normal(size=4)
    kernel, recurrent = rng.normal(size=(5, 12)), rng.normal(size=(4, 12))
    bias = rng.normal(size=12)

    def sigmoid(a: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-a))

    w_keep, w_r, w_h = np.split(kernel, 3, axis=1)
    u_keep, u_r, u_h = np.split(recurrent, 3, axis=1)
    b_keep, b_r, b_h = np.split(bias, 3)
    z = 1 - sigmoid(x @ w_keep + h @ u_keep + b_keep)
    r = sigmoid(x @ w_r + h @ u_r + b_r)
    c = np.tanh(x @ w_h + (r * h) @ u_h + b_h)
    expected = (1 - z) * h + z * c

    given = (x @ kernel + bias)[None].astype(np.float32)
    step = _gru(given, h[None].astype(np.float32), recurrent.astype(np.float32))

    np.testing.assert_allclose(step[0], expected, atol=1e-6)


@pytest.fixture
def double_precision() -> Iterator[None]:
    """Let Keras build networks of float64, and put everything back."""
    import keras

    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy(policy)


@pytest.mark.slow
@pytest.mark.usefixtures("double_precision")
@pytest.mark.parametrize("model_name", ["small", "default"])
def test_numpy_and_keras_agree_over_two_hundred_steps(
    model_name: str, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """Logits of both heads within 1e-5, for a small model and the shipped one.

    Keras reckons in double precision here: in single it is itself 1.3e-5 away from its own
    equations where the logits reach 40.
    """
    if model_name == "small":
        network = build_network(small_architecture, small_vocabulary)
        weights = export_weights(network)
        model = TrainedModel("small", small_architecture, small_vocabulary, weights, {})
    else:
        model = read_model()
        network = build_network(model.architecture, model.vocabulary)
        import_weights(network, model.weights)
    vocabulary, runtime = model.vocabulary, Runtime(model)
    rng = np.random.default_rng(5)
    frames = [Frame(TimeSignature(4, 4), "major", 30_000, level=3, style="air")] * 2
    context, state = Context(vocabulary, frames), runtime.start(2)
    size = len(feature_sizes(vocabulary))
    features = np.zeros((2, STEPS, size), np.int32)
    durations, left = np.zeros((2, STEPS), np.int32), np.zeros((2, STEPS), np.int32)
    numpy_logits = []
    for t in range(STEPS):
        features[:, t] = context.features()
        duration = rng.integers(0, len(vocabulary.durations), 2)
        pitch = rng.integers(0, len(vocabulary.pitches), 2)
        durations[:, t] = duration
        left[:, t] = context.ticks_left_after(np.array(vocabulary.durations)[duration])
        of_duration, state = runtime.step(context.features(), state)
        of_pitch = runtime.pitch_logits(context.features(), state, duration, left[:, t])
        numpy_logits.append((of_duration, of_pitch))
        context.advance(pitch, duration)

    keras_logits = network(
        {"features": features, "duration": durations, "left_after": left}, training=False
    )

    for name, column in (("duration_logits", 0), ("pitch_logits", 1)):
        ours = np.stack([logits[column] for logits in numpy_logits], axis=1)
        np.testing.assert_allclose(ours, np.asarray(keras_logits[name]), atol=1e-5, rtol=0)


def test_making_music_imports_no_tensorflow_keras_or_music21() -> None:
    """A fresh interpreter makes an étude with none of the heavy packages loaded."""
    program = (
        "import sys\n"
        "from etudes import Request, make\n"
        "make(Request(level=1, instrument='violin', seed=1, count=1))\n"
        "heavy = {'tensorflow', 'keras', 'music21', 'pandas', 'scipy', 'matplotlib'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
