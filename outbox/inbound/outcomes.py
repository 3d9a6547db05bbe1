"""What became of one letter that came in."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Done; not for us to do anything about; refused for a reason; or a person's letter, which a person should read."""

    ACCEPTED = "accepted"
    IGNORED = "ignored"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """A verdict and its reason in one word, for the log and the count."""

    verdict: Verdict
    reason: str = ""


class Refused(Exception):
    """The letter cannot be used; the argument is the reason in one word."""

    @property
    def outcome(self) -> Outcome:
        """The refusal as what became of the letter."""
        return Outcome(Verdict.REFUSED, str(self))


def accepted(reason: str) -> Outcome:
    """The letter did what it was for."""
    return Outcome(Verdict.ACCEPTED, reason)


def refused(reason: str) -> Outcome:
    """The letter was of a known kind and may not count."""
    return Outcome(Verdict.REFUSED, reason)


def ignored(reason: str) -> Outcome:
    """The letter asks nothing of us."""
    return Outcome(Verdict.IGNORED, reason)
