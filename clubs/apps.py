"""The app of clubs."""

from django.apps import AppConfig


class ClubsConfig(AppConfig):
    """Clubs, their people, seasons and the draw."""

    name = "clubs"
