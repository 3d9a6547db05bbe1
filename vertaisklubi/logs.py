"""Structured logging: one JSON line an event, with the request's id, without addresses or tokens."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
# The pages whose path is itself a key: answers, feedback, joining, unsubscribing, feeds, letters handed in.
TOKEN_PATH = re.compile(r"/(a|f|s|u|join|feed|inbound)/[^/\s\"']+")


def without_secrets(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Blank out mail addresses and the tokens of letter links in every text of the event, tracebacks included."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = ADDRESS.sub("[address]", TOKEN_PATH.sub(r"/\1/[token]", value))
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_secrets,
]
# One line a request is written by our own middleware, which these would repeat; and a line a task tells nothing.
QUIET: dict[str, dict[str, Any]] = {
    "django.request": {"level": "CRITICAL"},
    "django.server": {"handlers": [], "propagate": False},
    "uvicorn.access": {"handlers": [], "propagate": False},
    "celery": {"level": "WARNING"},
    "celery.apps.worker": {"level": "INFO"},
}


def configure_logging(*, level: str, as_json: bool) -> dict[str, Any]:
    """Set up structlog and return the LOGGING setting that sends the standard library's records the same way."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    console = structlog.dev.ConsoleRenderer(colors=False)
    last = structlog.processors.JSONRenderer() if as_json else console
    before = [structlog.stdlib.ExtraAdder(), structlog.stdlib.PositionalArgumentsFormatter()]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*before, *SHARED],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": QUIET,
    }
