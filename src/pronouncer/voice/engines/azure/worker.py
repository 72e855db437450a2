"""The worker program of Azure's SDK: native code that may wait for ever stays out of our process."""

import functools
import threading
from typing import Any

import azure.cognitiveservices.speech as sdk

from pronouncer.child import serve

_CONNECTIONS = 8


class _Speaker:
    """A connection that is kept between sentences, with the words that it tells of."""

    def __init__(self, host: str, key: str) -> None:
        config = sdk.SpeechConfig(host=host, subscription=key)
        config.set_speech_synthesis_output_format(sdk.SpeechSynthesisOutputFormat.Raw24Khz16BitMonoPcm)
        self._words: list[tuple[int, int, int, str]] = []
        self._told = threading.Event()
        self._synthesizer = sdk.SpeechSynthesizer(speech_config=config, audio_config=None)
        self._synthesizer.synthesis_word_boundary.connect(self._heard)
        self._synthesizer.synthesis_completed.connect(lambda _: self._told.set())

    def _heard(self, event: Any) -> None:  # noqa: ANN401 - the SDK has no types
        if event.boundary_type == sdk.SpeechSynthesisBoundaryType.Word:
            length = round(event.duration.total_seconds() * 1e7)
            self._words.append((event.audio_offset, length, event.text_offset, event.text))

    def say(self, ssml: str) -> tuple[dict[str, Any], bytes]:
        """Return words, or why there are none, and samples."""
        self._words = []
        self._told.clear()
        result = self._synthesizer.speak_ssml(ssml)
        if result.reason == sdk.ResultReason.SynthesizingAudioCompleted:
            self._told.wait()  # events come in their order, and after the result
            return {"words": self._words}, bytes(result.audio_data)
        details = result.cancellation_details  # its text is not told: it may repeat the document
        return {"failure": details.error_code.name if details.error_code else "ServiceError"}, b""


_connected = functools.lru_cache(maxsize=_CONNECTIONS)(_Speaker)


def answered(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Say a document."""
    try:
        answer = _connected(request["host"], request["key"]).say(request["ssml"])
    except (RuntimeError, ValueError):
        answer = {"failure": "RuntimeError"}, b""
    if "failure" in answer[0]:
        _connected.cache_clear()  # a connection that failed is not used again
    return answer


if __name__ == "__main__":
    serve(answered)
