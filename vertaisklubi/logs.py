"""Structured logging: one JSON line an event, with the request's id, without addresses or tokens."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
# The pages whose path is itself a key: answer, feedback, joining.
TOKEN_PATH = re.compile(r"/(a|f|join)/[^/\s\"']+")


def without_secrets(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Blank out mail addresses and the tokens of letter links in every text of the event, tracebacks included."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = ADDRESS.sub("[address]", TOKEN_PATH.sub(r"/\1/[token]", value))
    return event


def configure_logging(*, level: str, as_json: bool) -> dict[str, Any]:
    """Set up structlog and return the LOGGING setting that sends the standard library's records the same way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.stdlib.ExtraAdder(),
                    structlog.stdlib.PositionalArgumentsFormatter(),
                    *shared,
                ],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # One line a request is written by our own middleware; these would repeat it.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "propagate": False},
            # A task's arguments are keys, but one line a task a minute tells nothing.
            "celery": {"level": "WARNING"},
            "celery.apps.worker": {"level": "INFO"},
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }
