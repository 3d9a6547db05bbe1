"""Pages that mix apps: my page, the club page, next steps, the outbox screen, the demo."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The top of the staircase: may import every other app, is imported by none."""

    name = "home"
