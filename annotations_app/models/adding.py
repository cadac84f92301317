"""Adding inputs: every item is judged by itself, good ones are stored whatever the others are (contract 7.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import partial
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Left

from annotations_app.errors import Code, Invalid
from annotations_app.fetching import url_problem
from annotations_app.files import MAX_BYTES, drop_files, keep_file
from annotations_app.imaging import check_header
from annotations_app.models.add_job import InputsAddJob, check_job_id
from annotations_app.models.annotation import Status, WorkerKind
from annotations_app.models.app import App
from annotations_app.models.bulk import Insert, run
from annotations_app.models.data import AnnotationData
from annotations_app.models.drafts import Refusal
from annotations_app.models.input import URL_START, Input, InputStatus
from annotations_app.models.known import KnownConcepts
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored
from annotations_app.models.writing import create
from annotations_app.text import bytes_of, has_control, id_problem, name_problem, new_id

TRIES = 3


class Conflict(IntEnum):
    """What to do with an id that is taken; the numbers are the API's InputIDConflictResolution."""

    REFUSE = 0
    SKIP = 1
    SUFFIX = 2


class InputDraft(msgspec.Struct):
    """One input as posted: exactly one of `content`, `base64`, `url` and `text`; `problem` is what the door found.

    `medium` is the member of the API's Data that holds it (image, video, audio or text), `data` what its input-level
    annotation will say. Empty texts and None mean: not said.
    """

    id: str = ""
    file_name: str = ""
    medium: str = "image"
    content: bytes | None = None
    base64: str | None = None
    url: str | None = None
    text: str | None = None
    allow_duplicate_url: bool = False
    data: AnnotationData = msgspec.field(default_factory=AnnotationData)
    problem: str = ""


class _Good(msgspec.Struct):
    """A draft that nothing speaks against so far, with the row that it would become."""

    draft: InputDraft
    row: Input


def add_inputs(
    member: Member,
    drafts: Sequence[InputDraft],
    *,
    conflict: Conflict = Conflict.REFUSE,
    refuse_same_content: bool = False,
    job_id: str = "",
) -> list[Input | Refusal]:
    """Store inputs item by item, each with its input-level annotation by the poster, and enqueue their jobs.

    Returns an Input or a Refusal for each draft, in their order. Of two calls with the same id at once, one stores it.
    Call it outside of transactions: the files are written before the rows, so that nobody waits for a disk.
    All items count for the job that `job_id` names; it begins with the first call that names it.
    """
    member.require("Inputs:Add")
    if job_id:
        check_job_id(job_id)
    verdicts: list[_Good | Refusal] = []
    stored: list[Input | Refusal] = []
    try:
        verdicts.extend(_judged(member.app, draft) for draft in drafts)
        good = [one for one in verdicts if isinstance(one, _Good)]
        for attempt in range(TRIES):
            try:
                how = {"refuse_same_content": refuse_same_content, "alone": attempt > 0}
                stored = _store_for_job(member, good, conflict, job_id, of=len(drafts), **how)
                break
            except IntegrityError:  # somebody took an id between the look and the insert: look again, one by one
                if attempt == TRIES - 1:
                    raise
    finally:
        kept = {row.original for row in stored if isinstance(row, Input)}
        drop_files(one.row.original for one in verdicts if isinstance(one, _Good) and one.row.original not in kept)
    rest = iter(stored)
    return [next(rest) if isinstance(one, _Good) else one for one in verdicts]


@transaction.atomic
def _store_for_job(
    member: Member, good: Sequence[_Good], conflict: Conflict, job_id: str, *, of: int, **how: bool
) -> list[Input | Refusal]:
    """Store for a job, which counts what of the `of` items of the call was refused; without an id for none."""
    if not job_id:
        return _store(member, good, conflict, **how)
    job = InputsAddJob.objects.join(member.app, job_id)
    for one in good:
        one.row.add_job = job
    stored = _store(member, good, conflict, **how)
    job.note(refused=of - sum(isinstance(one, Input) for one in stored))
    return stored


def same_content(app: App, hashes: Iterable[str]) -> dict[str, Input]:
    """Fetch the oldest input of each of these contents (SHA-256), by content."""
    rows = Input.objects.filter(app=app, sha256__in=set(hashes) - {""}).order_by("-pk")
    return {row.sha256: row for row in rows}


def _judged(app: App, draft: InputDraft) -> _Good | Refusal:
    """Judge what can be judged without the database, and store the file of a good one."""
    row = Input(app=app, public_id=draft.id, file_name=draft.file_name)
    try:
        _check_draft(draft)
        if draft.url is not None:
            _take_url(row, draft)
        else:
            _take_content(row, draft)
    except Invalid as refusal:
        return Refusal(refusal.code, refusal.message)
    return _Good(draft, row)


def _check_draft(draft: InputDraft) -> None:
    ways = [way for way in (draft.content, draft.base64, draft.url, draft.text) if way is not None]
    problem = draft.problem or None
    if not problem and len(ways) != 1:
        problem = f"data.{draft.medium}: send exactly one of base64, url" + (", raw" if draft.medium == "text" else "")
    if not problem and draft.id and (found := id_problem(draft.id)):
        problem = f"id: {found}"
    if not problem and (found := name_problem(draft.file_name)):
        problem = f"file name: {found}"
    problem = problem or draft.data.problem()
    region = draft.data.the_region
    if not problem and region is not None and not region.kind:
        problem = f"data.regions[0].id: there is no region '{region.id}' on an input that is only made now"
    if problem:
        raise Invalid(problem, Code.INPUT_INVALID_ARGUMENT)


def _take_url(row: Input, draft: InputDraft) -> None:
    url = draft.url or ""
    if not settings.FETCH_URLS:
        raise Invalid(f"data.{draft.medium}.url: this server takes no addresses", Code.INPUT_INVALID_URL)
    if problem := url_problem(url, settings.FETCH_HOSTS):
        raise Invalid(f"data.{draft.medium}.url: {problem}", Code.INPUT_INVALID_URL)
    row.source_url, row.media_type = url, f"{draft.medium}/*"
    name = unquote(urlsplit(url).path.rpartition("/")[2], errors="replace")[:255]
    if not row.file_name and not name_problem(name):
        row.file_name = name


def _take_content(row: Input, draft: InputDraft) -> None:
    content = draft.content
    if draft.text is not None:
        if has_control(draft.text):
            raise Invalid("data.text.raw: text has no control characters", Code.INPUT_INVALID_ARGUMENT)
        content = draft.text.encode()
    elif draft.base64 is not None:
        content = bytes_of(draft.base64)
    if content is None:
        raise Invalid(f"data.{draft.medium}.base64: this is no base64", Code.INPUT_INVALID_ARGUMENT)
    if len(content) > MAX_BYTES:
        raise Invalid(f"data.{draft.medium}: the file has more than {MAX_BYTES // 2**20} MiB", Code.INPUT_OVER_LIMIT)
    header = check_header(content, draft.medium, settings.MAX_MEGAPIXELS * 1_000_000)
    row.media_type, row.bytes, row.sha256 = header.media_type, len(content), hashlib.sha256(content).hexdigest()
    if not row.media_type.startswith("image/"):
        row.status = InputStatus.SUCCESS
    row.original = keep_file(f"{row.app_id}/{new_id()}/original", content)


@transaction.atomic
def _store(
    member: Member, good: Sequence[_Good], conflict: Conflict, *, refuse_same_content: bool, alone: bool
) -> list[Input | Refusal]:
    """Write the rows of the drafts whose id, address and content are free, in a fixed number of statements.

    `alone` waits for the others of the app that lost a race too, so that they do not choose the same id again.
    """
    app = member.app
    if alone:
        App.objects.lock(app.pk, no_key=True)
    taken = _Taken(app, good, refuse_same_content=refuse_same_content)
    concepts = KnownConcepts(app, [value for one in good for value in one.draft.data.concept_values()])
    verdicts: list[Input | Refusal] = []
    new: list[_Good] = []
    for one in good:
        for value in one.draft.data.concept_values():
            concepts.settle(value)
        problem = one.draft.data.problem()
        refusal = Refusal(Code.INPUT_INVALID_ARGUMENT, problem) if problem else taken.judge(one, conflict)
        verdicts.append(refusal or one.row)
        if refusal is None:
            new.append(one)
    if not new:
        return verdicts
    _insert(app, [one.row for one in new])
    concepts.make_missing(value for one in new for value in one.draft.data.concept_values())
    create(app, [_input_level(member, one) for one in new], concepts.pks)
    for one in new:
        if one.row.status == InputStatus.PENDING:
            transaction.on_commit(partial(_enqueue, one.row.pk), robust=True)
    return verdicts


def _insert(app: App, rows: Sequence[Input]) -> None:
    """Store new inputs in one statement, and find the primary keys that they got in another."""
    columns = [field.attname for field in Input._meta.concrete_fields if not field.primary_key]
    run([Insert(Input, [{column: getattr(row, column) for column in columns} for row in rows])])
    made = Input.objects.filter(app=app, public_id__in=[row.public_id for row in rows])
    pks = dict(made.values_list("public_id", "pk"))
    for row in rows:
        row.pk, row._state.adding, row._state.db = pks[row.public_id], False, made.db


class _Taken:
    """The ids, addresses and contents that are taken, in the app and by earlier items of the call."""

    def __init__(self, app: App, good: Sequence[_Good], *, refuse_same_content: bool) -> None:
        rows = Input.objects.filter(app=app)
        ids = {name for one in good if one.draft.id for name in _names(one.draft.id)}
        urls = {one.row.source_url for one in good} - {""}
        self.ids = set(rows.filter(public_id__in=ids).values_list("public_id", flat=True)) if ids else set()
        # The index holds the beginnings of addresses: PostgreSQL's takes no long ones.
        by_url = rows.alias(beginning=Left("source_url", URL_START)).filter(
            beginning__in={url[:URL_START] for url in urls}, source_url__in=urls
        )
        self.urls = set(by_url.values_list("source_url", flat=True)) if urls else set()
        self.contents: dict[str, Input] | None = None
        if refuse_same_content:
            self.contents = same_content(app, [one.row.sha256 for one in good])

    def judge(self, one: _Good, conflict: Conflict) -> Refusal | None:
        """Say what is taken already, or None and take it: gives the row its id."""
        wanted, row = one.draft.id or new_id(), one.row
        if conflict == Conflict.SUFFIX:
            wanted = next((name for name in _names(wanted) if name not in self.ids), f"{wanted[:95]}-{new_id()}")
        if wanted in self.ids:
            return Refusal(Code.INPUT_DUPLICATE, f"id: there is an input '{wanted}' in this app")
        if row.source_url in self.urls and not one.draft.allow_duplicate_url:
            return Refusal(
                Code.INPUT_DUPLICATE, f"data.{one.draft.medium}.url: an input of this address is in this app"
            )
        if self.contents is not None and row.sha256 in self.contents:
            return Refusal(Code.INPUT_DUPLICATE, f"the same picture is here already: {self.contents[row.sha256]}")
        row.public_id = wanted
        self.ids.add(wanted)
        if row.source_url:
            self.urls.add(row.source_url)
        if self.contents is not None and row.sha256:
            self.contents[row.sha256] = row
        return None


def _names(public_id: str) -> list[str]:
    """List the ids to try where the first may be taken (contract 7.3)."""
    return [public_id, *(f"{public_id[:126]}-{number}" for number in range(1, 10))]


def _input_level(member: Member, one: _Good) -> Stored:
    data, now = one.draft.data, one.row.created_at
    data.settle_numbers()
    data.settle_ids()
    status = Status.AWAITING_REVIEW if member.is_reviewed and not data.is_empty else Status.SUCCESS
    return Stored(
        pk=0, id=new_id(), input_pk=one.row.pk, input_id=one.row.public_id, user_pk=member.user.pk,
        user_id=member.user.handle, worker_kind=WorkerKind.USER, model_id="", model_version_id="", status=status,
        input_level=True, is_empty=data.is_empty, info=None, task_id="", embed_model_version_id="", rev=uuid4(),
        tool="", ms=None, turn=0, created_at=now, modified_at=now, data=data,
    )  # fmt: skip


def _enqueue(pk: int) -> None:
    from annotations_app.tasks import process_input  # it imports the tables

    process_input(pk)
