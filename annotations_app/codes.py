"""The /v2 status codes: number, name, the short fixed text, and the HTTP status that goes with it (contract 3.1)."""

from __future__ import annotations

from annotations_app.errors import Code

_TABLE = """
10000 SUCCESS 200 Ok
10010 MIXED_STATUS 207 Mixed Success
10020 FAILURE 400 Failure
10030 TRY_AGAIN 503 Operation has failed but should be retried
10040 NOT_IMPLEMENTED 501 Not implemented
11005 CONN_THROTTLED 429 Making too many requests
11007 CONN_INSUFFICIENT_SCOPES 403 API key has insufficient scopes
11008 CONN_KEY_INVALID 401 Invalid API key or Invalid API key/application pair
11100 CONN_BAD_REQUEST_FORMAT 400 Bad request format
11101 CONN_DOES_NOT_EXIST 404 Resource does not exist
11102 CONN_INVALID_REQUEST 400 Invalid request
11103 CONN_METHOD_NOT_ALLOWED 405 Method not allowed
24150 ANNOTATION_SUCCESS 200 Annotation success
24151 ANNOTATION_PENDING 200 Annotation pending
24152 ANNOTATION_FAILED 400 Annotation failed
24155 ANNOTATION_INVALID_ARGUMENT 400 Annotation invalid argument
24156 ANNOTATION_PERMISSION_DENIED 403 Permission to annotation denied
24157 ANNOTATION_AWAITING_REVIEW 200 Annotation awaiting review
24158 ANNOTATION_REVIEW_DENIED 200 Annotation review denied
24159 ANNOTATION_AWAITING_CONSENSUS_REVIEW 200 Annotation awaiting consensus review
24300 ANNOTATION_TRACK_IDLE 200 Annotation track idle
24301 ANNOTATION_TRACK_IN_PROGRESS 200 Annotation track in progress
24302 ANNOTATION_TRACK_PENDING 200 Annotation track pending
24303 ANNOTATION_TRACK_APPROVED 200 Annotation track approved
24304 ANNOTATION_TRACK_FAILED 400 Annotation track failed
30000 INPUT_SUCCESS 200 Download complete
30001 INPUT_PENDING 200 Download pending
30002 INPUT_FAILED 400 Download failed or we could not process it
30003 INPUT_IN_PROGRESS 200 Download in progress
30100 INPUT_DUPLICATE 400 Duplicate input
30101 INPUT_UNSUPPORTED_FORMAT 400 Input format unsupported
30104 INPUT_INVALID_ARGUMENT 400 Input invalid argument
30105 INPUT_OVER_LIMIT 400 Input larger than the allowed limit
30106 INPUT_INVALID_URL 400 Input URL invalid
40002 SEARCH_INVALID_REQUEST 400 Invalid search request
40003 CONCEPTS_INVALID_REQUEST 400 Invalid request
40033 RPC_MAX_MESSAGE_SIZE_EXCEEDED 413 Request larger than the allowed limit
54001 TASK_IN_PROGRESS 200 Task in progress
54002 TASK_DONE 200 Task done
54003 TASK_WONT_DO 200 Task won't be done
54100 TASK_CONFLICT 409 Task conflict
54102 TASK_MISSING 404 Task missing
54103 TASK_PERMISSION_DENIED 403 Permission to task denied
54200 TASK_ASSIGNMENT_SUCCESS 200 Task assignment success
54201 TASK_ASSIGNMENT_PENDING 200 Task assignment pending
54202 TASK_ASSIGNMENT_AWAITING_REVIEW 200 Task assignment awaiting review
54203 TASK_ASSIGNMENT_AWAITING_CONSENSUS_REVIEW 200 Task assignment awaiting consensus review
54204 TASK_ASSIGNMENT_REJECTED 200 Task assignment rejected
64000 JOB_QUEUED 200 Job queued
64001 JOB_RUNNING 200 Job running
64002 JOB_COMPLETED 200 Job completed
64003 JOB_FAILED 200 Job failed
64004 JOB_CANCELLED 200 Job cancelled
98004 INTERNAL_SERVER_ISSUE 500 Internal server issue
"""

_ROWS = [line.split(" ", 3) for line in _TABLE.strip().splitlines()]

DESCRIPTIONS: dict[int, str] = {int(number): text for number, _, _, text in _ROWS}
"""The text that goes with each code."""

HTTP: dict[int, int] = {int(number): int(http) for number, _, http, _ in _ROWS}
"""The HTTP status of an answer whose outer code it is."""

NUMBERS: dict[str, int] = {
    **{name: int(number) for number, name, _, _ in _ROWS},
    # The older names of four codes (contract 3.1).
    "INPUT_DOWNLOAD_SUCCESS": Code.INPUT_SUCCESS.value,
    "INPUT_DOWNLOAD_PENDING": Code.INPUT_PENDING.value,
    "INPUT_DOWNLOAD_FAILED": Code.INPUT_FAILED.value,
    "INPUT_DOWNLOAD_IN_PROGRESS": Code.INPUT_IN_PROGRESS.value,
}
"""The codes by their names."""

LARGEST = 2**31 - 1


def code_named(value: str | int | float) -> int:
    """Read a status code that came as a name or a number. Raises ValueError."""
    if isinstance(value, str):
        number = NUMBERS.get(value, -1)
        if number < 0:
            raise ValueError(f"'{value[:64]}' is no name of a status code")
        return number
    if value != int(value) or not -LARGEST <= value <= LARGEST:
        raise ValueError("a status code is a whole number of 32 bits")
    return int(value)
