"""Files of the pre-reading, as pages speak of them."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.filecheck import Refusal

MOST_FILES = 10
MOST_CLUB_BYTES = 200 * 1024 * 1024

SENTENCES: dict[str, Promise] = {
    Refusal.EMPTY: gettext_lazy(
        "The file is empty. Check it on your own device and choose it again."
    ),
    Refusal.LARGE: gettext_lazy(
        "The file is larger than 20 MB. Make it smaller, or give a link to it."
    ),
    Refusal.UNKNOWN: gettext_lazy(
        "This kind of file is not taken. Choose pdf, docx, xlsx, pptx, odt, ods, odp, txt, png, jpg or webp."
    ),
    Refusal.ACTIVE: gettext_lazy(
        "Web pages, scripts and svg pictures are not taken, because they can run in a browser. Save it as pdf or png."
    ),
    Refusal.PACKAGE: gettext_lazy(
        "Packed files are not taken. Unpack it and add the files one by one."
    ),
    Refusal.PROGRAM: gettext_lazy("Programs are not taken."),
    Refusal.MACRO: gettext_lazy(
        "The file has macros, which can run when it is opened. Save it without macros as docx, xlsx or pptx."
    ),
    Refusal.OLD_OFFICE: gettext_lazy(
        "Old Office files are not taken. Save it as docx, xlsx, pptx or pdf."
    ),
    Refusal.TWO_TYPES: gettext_lazy(
        "The name has two file types one after the other. Rename the file so that it has one."
    ),
    Refusal.OTHER_CONTENT: gettext_lazy(
        "The file is not what its name says. Open it in its own program and save it again."
    ),
    Refusal.BROKEN: gettext_lazy(
        "The file is broken. Open it in its own program and save it again."
    ),
    Refusal.LOCKED: gettext_lazy("The file is locked with a password. Save it without one."),
    Refusal.TOO_MUCH_INSIDE: gettext_lazy(
        "There is too much packed inside the file. Save it as pdf, or in parts."
    ),
}


def size_words(size: int) -> str:
    """A size as people read it: 320 kB, 1.2 MB with the reader's decimal sign."""
    if size < 1024 * 1024:
        return _("%(size)s kB") % {"size": max(1, round(size / 1024))}
    return _("%(size)s MB") % {"size": number_format(round(size / 1024 / 1024, 1), decimal_pos=1)}
