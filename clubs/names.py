"""First and last names out of the ways in which mail programs write people. Pure.

Finnish organisations show people as "Sukunimi Etunimi", letters as "Etunimi Sukunimi"; the address
(etunimi.sukunimi) tells which it is, and where it does not, the way of writing decides.
"""

import re
import unicodedata

# In Finnish and Swedish å, ä and ö end the alphabet; the signs after z stand in for them.
LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}", "ü": "y", "w": "v"})
PARTICLES = frozenset({"af", "av", "de", "del", "der", "den", "la", "van", "von"})


def split_name(text: str, address: str) -> tuple[str, str]:
    """First and last name in ``text``; the last is empty where there is one word.

    "Harju, Leena" and a bare "Harju Leena" start with the last name, a quoted "Leena Harju" with the first,
    unless ``address`` shows the opposite.
    """
    is_quoted = text.strip()[:1] in ('"', "'")
    text = text.strip(" \"'")
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma:
        return (after, before) if after else (before, "")
    words = text.split()
    if len(words) == 1:
        return words[0], ""
    return _by_address(words, address) or _by_custom(words, starts_with_first=is_quoted)


def sort_key(last_name: str, first_name: str) -> tuple[str, str]:
    """What names are sorted by in a Finnish list: å, ä and ö last, capitals and accents aside."""
    return _collated(last_name), _collated(first_name)


def _collated(name: str) -> str:
    ordered = unicodedata.normalize("NFC", name).lower().translate(LAST_LETTERS)
    plain = unicodedata.normalize("NFKD", ordered)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def name_from_address(address: str) -> tuple[str, str]:
    """A guess: "anna-liisa.virta@example.org" is Anna-Liisa Virta; one word is a first name."""
    user = re.sub(r"\d+", "", address.partition("@")[0].partition("+")[0])
    words = [_capital(word) for word in re.split(r"[._]+", user) if word.strip("-")]
    if not words:
        return address.partition("@")[0], ""
    if len(words) == 1:
        return words[0], ""
    return " ".join(words[:-1]), words[-1]


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _fold(word: str) -> str:
    """Letters a-z only, the dots of ä and ö dropped, as addresses are made."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def _by_address(words: list[str], address: str) -> tuple[str, str] | None:
    """The split that the address spells out, if it spells one."""
    parts = [_fold(part) for part in address.partition("@")[0].split(".")]
    if len(parts) < 2:
        return None
    first, last = parts[0], "".join(parts[1:])
    for index in range(1, len(words)):
        head, tail = words[:index], words[index:]
        for given, family in ((head, tail), (tail, head)):
            is_last = _fold("".join(family)) in (last, parts[-1])
            if is_last and first in (_fold("".join(given)), _fold(given[0])):
                return " ".join(given), " ".join(family)
    return None


def _by_custom(words: list[str], *, starts_with_first: bool) -> tuple[str, str]:
    if starts_with_first:
        index = len(words) - 1
        while index > 1 and words[index - 1].lower() in PARTICLES:
            index -= 1
        return " ".join(words[:index]), " ".join(words[index:])
    index = 1
    while index < len(words) - 1 and words[index - 1].lower() in PARTICLES:
        index += 1
    return " ".join(words[index:]), " ".join(words[:index])
