"""A file outside the database that remembers how far each database had come.

A backup that is put back knows less than the file: letters that it believes to be waiting may have left long ago.
"""

import json
import uuid
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import structlog
from django.conf import settings

_log = structlog.get_logger(__name__)
# A folder sees few databases in its life; tests see many.
KEPT = 20


def path() -> Path:
    """Where the file is; it belongs to what is kept between two starts."""
    return Path(settings.DATA_DIR) / "outbox-marks.json"


def read() -> dict[uuid.UUID, datetime]:
    """The newest mark of each database that the file knows; empty where it cannot be read.

    Read the file before the database: the database is written first, so that it is then never behind by accident.
    """
    try:
        marks = json.loads(path().read_text())
        return {uuid.UUID(name): datetime.fromisoformat(mark) for name, mark in marks.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        _log.warning("outbox.mark_not_read", error=type(error).__name__)
        return {}


def write(database: uuid.UUID, mark: datetime) -> None:
    """Remember `mark` unless a newer one is known. A folder that cannot be written is logged, and mail goes on."""
    marks = read()
    if database in marks and marks.pop(database) >= mark:
        return
    newest = [*marks.items(), (database, mark)][-KEPT:]
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path().parent, prefix=".marks-", delete=False) as new:
            json.dump({str(name): at.isoformat() for name, at in newest}, new)
        Path(new.name).replace(path())
    except OSError as error:
        _log.warning("outbox.mark_not_written", error=type(error).__name__)
