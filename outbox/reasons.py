"""Why a server did not take a letter (pure): from its reply, or from the report that it sent back later."""

from outbox.models import Reason


def reason_for(code: int, text: str) -> Reason:
    """Why a server refused, from the enhanced status code (RFC 3463) where it gives one, else from the reply code."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if first[:2] in ("4.", "5."):
        return reason_of_status(first)
    if code in (550, 551, 553):
        return Reason.ADDRESS
    if code in (452, 552):
        return Reason.FULL
    return Reason.REFUSED if code >= 500 else Reason.BUSY


def reason_of_status(status: str) -> Reason:
    """Why, from an enhanced status code alone (RFC 3463): `5.1.1` is an address that does not exist."""
    kind = status[2:]
    if kind.startswith("1."):
        return Reason.ADDRESS
    if kind == "2.2":
        return Reason.FULL
    if kind.startswith("7."):
        return Reason.BLOCKED
    return Reason.BUSY if status.startswith("4.") else Reason.REFUSED
