"""The club's wall, its memos and its idea bank."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from boards.notices import NOTICES
from ui.notices import register


class BoardsConfig(AppConfig):
    """Boards, memos, ideas."""

    name = "boards"
    verbose_name = _("Boards")

    def ready(self) -> None:
        """Register the notices of our pages and the guard of the memo's letters."""
        register(NOTICES)
        import_module("boards.letters").register()
