"""English as American newsrooms say it."""

from pronouncer.pronounce.languages.en.english import english

LANGUAGE = english("US")
