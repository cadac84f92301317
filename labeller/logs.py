"""How log lines look: one JSON object a line, whoever writes it, without the words of errors, which repeat values."""

import logging
import sys

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from annotations_app.incidents import described

_ALWAYS: list[Processor] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]


def without_words(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Put the kind of an error and the places it came through in the place of its traceback."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    return {**event, **described(error)} if isinstance(error, BaseException) else event


class JsonLines(structlog.stdlib.ProcessorFormatter):
    """Writes our own lines and those of the packages alike."""

    def __init__(self) -> None:
        remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
        super().__init__(
            processors=[remove, without_words, structlog.processors.JSONRenderer()], foreign_pre_chain=_ALWAYS
        )


# By way of the standard library, which goes on when nobody reads the lines any more.
structlog.configure(
    processors=[*_ALWAYS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
)
logging.raiseExceptions = False
