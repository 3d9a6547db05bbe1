"""The site's own settings for a process that a fault test starts, less patient as PATIENCE says.

PATIENCE is a JSON object of settings, in seconds; so a lease that takes minutes in production is over in a test's time.
"""

import json
import os

from vertaisklubi.settings import *

globals().update(json.loads(os.environ.get("PATIENCE", "{}")))
