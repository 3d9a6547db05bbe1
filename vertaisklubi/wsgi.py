"""The WSGI entry point, for hosts that have no ASGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vertaisklubi.settings")

application = get_wsgi_application()
