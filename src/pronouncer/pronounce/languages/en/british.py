"""English as British and Commonwealth newsrooms say it: "and" in numbers, nil, zed, the third of May."""

from pronouncer.pronounce.languages.en.english import english

LANGUAGE = english("GB")
