"""Whose letter it is, and whether our own mail server vouches for that (RFC 8601)."""

import re
from email.utils import getaddresses

from outbox.inbound.outcomes import Refused
from outbox.inbound.parts import HEADER_MAX, Part

# The headers in which the receiving side writes to whom a letter came.
RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
RECIPIENTS_MAX = 50
RESULT = re.compile(r"\s*(dmarc|dkim)\s*=\s*([a-z]+)\b", re.I)
PROPERTY = re.compile(r"\bheader\.(from|d|i)\s*=\s*\"?([^\s;\"]+)", re.I)


def sender_of(top: Part) -> str:
    """The one address of the From header, in small letters. Raises Refused for none, several, or two headers."""
    headers = top.every("from")
    found = getaddresses([header[:HEADER_MAX] for header in headers])
    if len(headers) != 1 or len(found) != 1 or "@" not in found[0][1]:
        raise Refused("sender")
    return found[0][1].lower()


def recipients_of(top: Part) -> list[str]:
    """The addresses to which the letter came, as the receiving side and the writer name them."""
    headers = [header[:HEADER_MAX] for name in RECIPIENTS for header in top.every(name)[:5]]
    return [address for _name, address in getaddresses(headers) if address][:RECIPIENTS_MAX]


def is_vouched_for(top: Part, address: str, *, authserv_id: str) -> bool:
    """Whether the mail server named `authserv_id` found that the letter is from the domain of `address`.

    That is DMARC passed, or DKIM passed for that domain or one above it. Of several headers of that server the topmost with
    a result counts: the server takes away what others wrote in its name (RFC 8601, section 5), but puts its own on top.
    False where the setting is empty, and for a header that says a thing twice: a forged result may hide in a comment.
    """
    if not authserv_id:
        return False
    domain = address.rpartition("@")[2]
    for method in ("dmarc", "dkim"):
        verdict = _verdict(top, method, domain, authserv_id.lower())
        if verdict is not None:
            return verdict
    return False


def _verdict(top: Part, method: str, domain: str, authserv_id: str) -> bool | None:
    """What the topmost header with a result of the method says of the domain; None where none says anything."""
    for header in top.every("authentication-results"):
        name, *results = _clauses(header[:HEADER_MAX])
        if name.split(" ")[0].lower() != authserv_id:
            continue
        found = [
            (match[2].lower(), result) for result in results if (match := _is_of(method, result))
        ]
        if method == "dmarc":
            if found:
                return len(found) == 1 and found[0][0] == "pass" and _is_from(found[0][1], domain)
        elif found:
            return any(word == "pass" and _is_signed_by(result, domain) for word, result in found)
    return None


def _is_of(method: str, result: str) -> re.Match[str] | None:
    match = RESULT.match(result)
    return match if match and match[1].lower() == method else None


def _is_from(result: str, domain: str) -> bool:
    """Whether a DMARC result speaks of the domain; one that names none speaks of the From header's."""
    named = [value.lower() for name, value in PROPERTY.findall(result) if name.lower() == "from"]
    return all(value.rpartition("@")[2] == domain for value in named)


def _is_signed_by(result: str, domain: str) -> bool:
    """Whether the signer's domain is that of the address or one above it, never a top domain alone."""
    named = [value.lower() for name, value in PROPERTY.findall(result) if name.lower() != "from"]
    signers = {value.rpartition("@")[2] for value in named}
    return any("." in one and f".{domain}".endswith(f".{one}") for one in signers)


def _clauses(header: str) -> list[str]:
    """The header's clauses between semicolons, without comments.

    Of what is quoted only letters of an address are kept, so that it can neither end a clause nor name a property: a
    sender chooses the local part of some of the addresses that are written here.
    """
    clauses, depth, is_quoted, is_escaped = [""], 0, False, False
    for character in header:
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
            continue
        elif character == '"' and not depth:
            is_quoted = not is_quoted
        elif character in "()" and not is_quoted:
            depth = max(depth + (1 if character == "(" else -1), 0)
            continue
        elif character == ";" and not is_quoted and not depth:
            clauses.append("")
            continue
        if not depth and (not is_quoted or character.isalnum() or character in ".@-"):
            clauses[-1] += character
    return [clause.strip() for clause in clauses]
