"""The site's own settings with the collected static files beside the demo's data, not in the project."""

from vertaisklubi.settings import *
from vertaisklubi.settings import DATA_DIR

STATIC_ROOT = DATA_DIR / "staticfiles"
