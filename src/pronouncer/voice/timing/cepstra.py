"""What 10 ms of a sound are like, as mel-frequency cepstra (Davis and Mermelstein, 1980)."""

import numpy as np

from pronouncer.hearing.listening import FRAME, RATE, Floats, Listened

_WINDOW = 400  # samples, 25 ms
_FILTERS, _CEPSTRA = 26, 13


def cepstra(sound: Listened) -> Floats:
    """Return 13 cepstra for each 10 ms, from windows of 25 ms round its middle, less their mean over speech."""
    edge = (_WINDOW - FRAME) // 2
    padded = np.pad(sound.wave, edge)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::FRAME][: len(sound.quiet)]
    emphasised = np.append(windows[:, :1], windows[:, 1:] - 0.97 * windows[:, :-1], axis=1) * np.hamming(_WINDOW)
    power = np.abs(np.fft.rfft(emphasised, 512)) ** 2
    found: Floats = _times(np.log(_times(power, _mel_filters()) + 1e-8), _cosines())
    found -= found[~sound.quiet].mean(axis=0)
    return found


def _times(one: Floats, other: Floats) -> Floats:
    """Return a matrix product in one thread: a second one costs more than it saves, and may round another way."""
    product: Floats = np.einsum("ij,jk->ik", one, other)
    return product


def _mel_filters() -> Floats:
    """Return triangles from 100 to 7,600 Hz, evenly spaced in mel, as bins by filters."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (100, 7600))
    edges = 700 * (10 ** (np.linspace(low, high, _FILTERS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(512, 1 / RATE)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    filters: Floats = np.maximum(0, np.minimum(rising, falling))
    return filters


def _cosines() -> Floats:
    """Return the discrete cosine transform from filters to cepstra."""
    angles = np.pi / _FILTERS * np.outer(np.arange(_FILTERS) + 0.5, np.arange(_CEPSTRA))
    scale = np.full(_CEPSTRA, np.sqrt(2 / _FILTERS))
    scale[0] /= np.sqrt(2)
    cosines: Floats = np.cos(angles) * scale
    return cosines
