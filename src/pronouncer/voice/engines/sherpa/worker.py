"""The worker program of sherpa-onnx, which ends the process that it is in where a model is not as it should be."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sherpa_onnx

from pronouncer.child import serve
from pronouncer.errors import EngineError
from pronouncer.voice.sound import from_floats

_LOADED = 4  # voices
_UNCUT = "1000000"  # the engine cuts, where words end
_SOUND, _RHYTHM = 0.667, 0.8  # noise of VITS, as its voices are trained


def _vits(model: str, tokens: str, beside: str, noise: float) -> sherpa_onnx.OfflineTtsModelConfig:
    vits = sherpa_onnx.OfflineTtsVitsModelConfig(
        model=model, tokens=tokens, noise_scale=_SOUND * noise, noise_scale_w=_RHYTHM * noise
    )
    return sherpa_onnx.OfflineTtsModelConfig(vits=vits)


def _matcha(model: str, tokens: str, beside: str, noise: float) -> sherpa_onnx.OfflineTtsModelConfig:
    matcha = sherpa_onnx.OfflineTtsMatchaModelConfig(
        acoustic_model=model, vocoder=beside, tokens=tokens, noise_scale=_SOUND * noise
    )
    return sherpa_onnx.OfflineTtsModelConfig(matcha=matcha)


def _kitten(model: str, tokens: str, beside: str, noise: float) -> sherpa_onnx.OfflineTtsModelConfig:
    kitten = sherpa_onnx.OfflineTtsKittenModelConfig(model=model, voices=beside, tokens=tokens)
    return sherpa_onnx.OfflineTtsModelConfig(kitten=kitten)


_KINDS: Mapping[str, Callable[[str, str, str, float], sherpa_onnx.OfflineTtsModelConfig]] = {
    "vits": _vits,
    "matcha": _matcha,
    "kitten": _kitten,
}


@functools.lru_cache(maxsize=_LOADED)
def _loaded(kind: str, model: str, tokens: str, beside: str, noise: float, version: str) -> sherpa_onnx.OfflineTts:
    """Return a voice that can speak; `version` is what its files are, so that others are loaded afresh."""
    config = sherpa_onnx.OfflineTtsConfig(model=_KINDS[kind](model, tokens, beside, noise))
    try:
        if config.validate():
            return sherpa_onnx.OfflineTts(config)
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"its model does not load: {' '.join(str(error).split())[:300]}", permanent=True) from error
    raise EngineError("its files are not those of such a model", permanent=True)


def answered(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what a voice is, and what it says where it has something to say."""
    speaks = _loaded(*request["voice"])
    about = {"rate": speaks.sample_rate, "speakers": speaks.num_speakers, "language": speaks.lang}
    if not request["points"]:
        return about, b""
    wanted = sherpa_onnx.GenerationConfig()
    wanted.sid, wanted.speed, wanted.silence_scale = request["speaker"], request["speed"], 1.0
    wanted.extra = {"max_codepoints_in_sentence": _UNCUT}
    wanted.phoneme_codepoints = request["points"]
    try:
        said = speaks.generate("", wanted)
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"its model fails: {' '.join(str(error).split())[:300]}", permanent=True) from error
    if not said.samples:
        raise EngineError("its model takes no phones: install a voice of Piper's, Coqui's or icefall's", permanent=True)
    sound = from_floats(np.asarray(said.samples, np.float32), said.sample_rate, "it")
    return about | {"rate": sound.rate}, sound.samples.tobytes()


if __name__ == "__main__":
    serve(answered)
