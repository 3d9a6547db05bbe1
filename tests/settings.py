"""The site's own settings under the environment of the tests."""

from tests import environment
from vertaisklubi.settings import *
from vertaisklubi.settings import DATABASES

# Threads of a test share one SQLite file; a database in memory belongs to one thread.
if not environment.POSTGRES_URL:
    DATABASES["default"]["TEST"] = {"NAME": str(environment.SQLITE_FILE)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test client would list all static files anew; so they are looked for when one is asked for.
WHITENOISE_AUTOREFRESH = True
