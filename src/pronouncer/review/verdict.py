"""Whether an edition may go live after it was listened to, by the rule of its site."""

from typing import Literal, NamedTuple

from pronouncer.model.report import Listening, Report

Rule = Literal["hold", "fallback", "publish"]
"""What is done where something is wrong: an editor hears it first, another voice says it, nothing."""


class Verdict(NamedTuple):
    """What is done with an edition."""

    result: Rule
    reports: tuple[Report, ...] = ()
    """Those that caused it; each names its words."""


def verdict(listening: Listening, rule: Rule) -> Verdict:
    """Return what is done with an edition: `publish` where nothing is wrong, else what the rule says.

    Doubts and checks that were not made hold nothing: `Listening.not_checked` is for the newsroom to see.
    """
    wrong = tuple(report for report in listening.reports if report.severity == "wrong")
    return Verdict(rule if wrong else "publish", wrong)
