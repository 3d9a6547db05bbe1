"""Configuration of the site; importing it makes the Celery app known to Django."""

from vertaisklubi.celery import app as celery_app

__all__ = ["celery_app"]
