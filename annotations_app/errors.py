"""What can be refused, in words for the person; each door turns these into its own answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum


class Code(IntEnum):
    """The /v2 status codes that a refusal can carry (contract section 3.1)."""

    SUCCESS = 10000
    MIXED_STATUS = 10010
    FAILURE = 10020
    TRY_AGAIN = 10030
    NOT_IMPLEMENTED = 10040
    THROTTLED = 11005
    INSUFFICIENT_SCOPES = 11007
    KEY_INVALID = 11008
    BAD_REQUEST_FORMAT = 11100
    DOES_NOT_EXIST = 11101
    INVALID_REQUEST = 11102
    METHOD_NOT_ALLOWED = 11103
    ANNOTATION_SUCCESS = 24150
    ANNOTATION_PENDING = 24151
    ANNOTATION_FAILED = 24152
    ANNOTATION_INVALID_ARGUMENT = 24155
    ANNOTATION_PERMISSION_DENIED = 24156
    ANNOTATION_AWAITING_REVIEW = 24157
    ANNOTATION_REVIEW_DENIED = 24158
    ANNOTATION_AWAITING_CONSENSUS_REVIEW = 24159
    INPUT_SUCCESS = 30000
    INPUT_PENDING = 30001
    INPUT_FAILED = 30002
    INPUT_IN_PROGRESS = 30003
    INPUT_DUPLICATE = 30100
    INPUT_UNSUPPORTED_FORMAT = 30101
    INPUT_INVALID_ARGUMENT = 30104
    INPUT_OVER_LIMIT = 30105
    INPUT_INVALID_URL = 30106
    SEARCH_INVALID_REQUEST = 40002
    CONCEPTS_INVALID_REQUEST = 40003
    BODY_TOO_LARGE = 40033
    INTERNAL_SERVER_ISSUE = 98004


class LabellerError(Exception):
    """A refusal with a message for the person and the code that scripts see."""

    code = Code.INVALID_REQUEST

    def __init__(self, message: str, code: Code | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class Refused(LabellerError):
    """A rule says no, or the thing changed meanwhile (pages: 409)."""

    code = Code.ANNOTATION_INVALID_ARGUMENT


class Outdated(Refused):
    """It has another revision than the one that a script named with If-Match (API: 412)."""


class Unfinished(LabellerError):
    """The call that this one repeats still runs (API: 409)."""

    code = Code.TRY_AGAIN


class Invalid(LabellerError):
    """What was sent cannot be stored (pages: 422; annotations: 24155)."""

    code = Code.ANNOTATION_INVALID_ARGUMENT


class Forbidden(LabellerError):
    """The person's role or scopes do not reach this far (pages: 403; annotations: 24156)."""

    code = Code.ANNOTATION_PERMISSION_DENIED


class Missing(LabellerError):
    """There is no such thing here, or not for this person (404)."""

    code = Code.DOES_NOT_EXIST


@contextmanager
def inside(where: str, invalid: Code = Code.INVALID_REQUEST) -> Iterator[None]:
    """Name the item of a call in what a rule says of it; an invalid one has the code of its kind."""
    try:
        yield
    except LabellerError as error:
        between = "." if re.match(r"[a-z0-9_.\[\]]+: ", error.message) else ": "
        code = invalid if error.code == Code.ANNOTATION_INVALID_ARGUMENT else error.code
        raise type(error)(f"{where}{between}{error.message}", code) from None
