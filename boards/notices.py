"""What a page says after something was done."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "board-frozen": _("The board is closed. Here is the memo that it makes."),
    "board-open": _("The board is open again."),
    "board-stays-frozen": _("The memo has been sent, so the board stays closed."),
    "memo-saved": _("The memo is saved."),
    "memo-sent": _("The memo is on its way."),
    "memo-stays": _("The memo has been sent already and stays as its readers got it."),
    "memo-board-open": _("The board is open. Close it first, then send the memo."),
}
