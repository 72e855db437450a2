"""robots.txt: what a host asks of those who fetch by themselves (RFC 9309)."""

from collections.abc import Callable
from urllib.robotparser import RobotFileParser

import httpx

AGENT = "Pronouncer"


class Robots:
    """The rules of hosts, each asked for once."""

    def __init__(self, ask: Callable[[str], str]) -> None:
        """`ask` returns the text of a robots.txt, empty where there is none, and raises SourceError for now."""
        self._ask = ask
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, url: httpx.URL) -> bool:
        """Tell whether our user agent may fetch a URL. Raises SourceError where the rules cannot be known now."""
        place = str(url.copy_with(raw_path=b"/robots.txt"))
        if place not in self._rules:
            rules = RobotFileParser()
            rules.parse(self._ask(place).splitlines())
            self._rules[place] = rules
        return self._rules[place].can_fetch(AGENT, str(url))
