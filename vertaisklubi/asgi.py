"""The ASGI entry point that uvicorn serves."""

import os

from django.core.asgi import get_asgi_application

from ui.uploads import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vertaisklubi.settings")

application = Bounded(get_asgi_application())
