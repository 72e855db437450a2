"""Pronouncer: an audio version of every article, with the names said right."""

__version__ = "0.1.0"
