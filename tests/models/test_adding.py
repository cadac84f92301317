"""Adding inputs: each is judged by itself, and its input-level annotation comes with it."""

import base64

import pytest
from django.core.files.storage import default_storage

from annotations_app.errors import Code, Forbidden
from annotations_app.models import Annotation, Concept, Input, InputStatus, Status, adding
from annotations_app.models.adding import Conflict, InputDraft, add_inputs
from annotations_app.models.data import AnnotationData, ConceptValue, FrameData, RegionData
from annotations_app.models.drafts import Refusal
from annotations_app.models.removing import delete_inputs
from annotations_app.models.stored import stored_input_level
from tests.pictures import picture, png_claiming

JPEG = picture()


def stored_files():
    """List the folders with stored files."""
    return [folder for app in default_storage.listdir("")[0] for folder in default_storage.listdir(app)[0]]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}},
    }


def test_picture_is_stored_and_decoded_by_its_job(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        [row] = add_inputs(team.member(team.owner), [InputDraft(file_name="a.jpg", content=JPEG)])

    assert row.status == InputStatus.PENDING
    row.refresh_from_db()
    assert (row.status, row.width, row.height, row.bytes) == (InputStatus.SUCCESS, 64, 48, len(JPEG))
    assert default_storage.open(row.original).read() == JPEG
    assert default_storage.exists(row.display)
    assert default_storage.exists(row.thumbnail)


def test_input_level_annotation_is_by_the_poster_with_what_was_sent(team):
    data = AnnotationData(concepts=[ConceptValue("dog", 0.6)], metadata={"shelf": 3})

    rows = add_inputs(team.member(team.manager), [InputDraft(content=JPEG, data=data), InputDraft(content=JPEG)])

    levels = stored_input_level(team.app, [row.pk for row in rows])
    first, second = (levels[row.pk] for row in rows)
    assert (first.user_id, first.input_level, first.status) == ("manager", True, Status.SUCCESS)
    assert (first.data.concepts[0].id, first.data.concepts[0].value, first.data.metadata) == ("dog", 0.6, {"shelf": 3})
    assert second.is_empty
    assert Concept.objects.filter(app=team.app, public_id="dog").exists()


def test_one_bad_picture_among_three_is_refused_alone(team):
    drafts = [InputDraft(id="a", content=JPEG), InputDraft(id="b", content=b"text"), InputDraft(id="c", content=JPEG)]

    verdicts = add_inputs(team.member(team.owner), drafts)

    assert [isinstance(one, Input) for one in verdicts] == [True, False, True]
    assert verdicts[1] == Refusal(Code.INPUT_INVALID_ARGUMENT, "data.image: this is no picture")
    assert set(Input.objects.values_list("public_id", flat=True)) == {"a", "c"}


BAD = {
    "nothing": (InputDraft(), 30104),
    "two ways": (InputDraft(content=JPEG, url="http://photos.example/a.jpg"), 30104),
    "what the door found": (InputDraft(content=JPEG, problem="data: no"), 30104),
    "bad id": (InputDraft(id="a b", content=JPEG), 30104),
    "reserved id": (InputDraft(id="status", content=JPEG), 30104),
    "no base64": (InputDraft(base64="%%%"), 30104),
    "base64 with NUL": (InputDraft(base64="AAAA\0"), 30104),
    "data URI": (InputDraft(base64="data:image/jpeg;base64,AAAA"), 30104),
    "unicode base64": (InputDraft(base64="ÄÖÜ="), 30104),
    "cut base64": (InputDraft(base64="A"), 30104),
    "empty base64": (InputDraft(base64=""), 30104),
    "file name with control characters": (InputDraft(content=JPEG, file_name="a\0.html"), 30104),
    "long file name": (InputDraft(content=JPEG, file_name="a" * 1025), 30104),
    "too many pixels": (InputDraft(content=png_claiming(30_000, 30_000)), 30105),
    "foreign kind": (InputDraft(content=b"II*\0" + b"\0" * 20), 30101),
    "SVG": (InputDraft(content=b"<svg/>"), 30101),
    "concept out of range": (InputDraft(content=JPEG, data=AnnotationData(concepts=[ConceptValue("dog", 2)])), 30104),
    "one concept twice by name": (
        InputDraft(
            content=JPEG, data=AnnotationData(concepts=[ConceptValue("", 1, "dog"), ConceptValue("", 0, "dog")])
        ),
        30104,
    ),
    "region without place": (InputDraft(content=JPEG, data=AnnotationData(region=RegionData(id="r"))), 30104),
    "frame before the first": (InputDraft(content=JPEG, data=AnnotationData(frame=FrameData(time=-1))), 30104),
    "NUL in a text": (InputDraft(medium="text", text="a\0"), 30104),
    "bell in a text": (InputDraft(medium="text", text="a\a"), 30104),
    "text that is none": (InputDraft(medium="text", content=b"\xff\xfe"), 30104),
    "loopback": (InputDraft(url="http://127.0.0.1/a.jpg"), 30106),
    "file": (InputDraft(url="file:///etc/passwd"), 30106),
    "empty address": (InputDraft(url=""), 30106),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_changes_nothing(team, name):
    draft, code = BAD[name]

    [verdict] = add_inputs(team.member(team.owner), [draft])

    assert isinstance(verdict, Refusal)
    assert verdict.code == code
    assert not Input.objects.exists()
    assert not Annotation.objects.exists()
    assert not Concept.objects.exists()
    assert stored_files() == []


def spaced(content: bytes) -> bytes:
    """Write base64 with spaces, tabs and line breaks."""
    return b" \t\r\n".join(base64.b64encode(content)[at : at + 30] for at in range(0, len(content) * 2, 30))


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes, spaced])
def test_base64_is_read_as_protobuf_reads_it(team, encode):
    sent = encode(JPEG).decode()

    rows = add_inputs(team.member(team.owner), [InputDraft(base64=sent), InputDraft(base64=sent.rstrip("= \t\r\n"))])

    assert [row.sha256 for row in rows] == [rows[0].sha256] * 2
    assert rows[0].bytes == len(JPEG)


def test_text_film_and_sound_are_ready_at_once(team):
    film = b"\0\0\0\x18ftypisom" + b"\0" * 16
    drafts = [
        InputDraft(medium="text", text="grüße"),
        InputDraft(medium="video", content=film),
        InputDraft(medium="audio", content=b"ID3\4"),
    ]

    rows = add_inputs(team.member(team.owner), drafts)

    assert [(row.status, row.media_type) for row in rows] == [
        (30000, "text/plain"),
        (30000, "video/mp4"),
        (30000, "audio/mpeg"),
    ]


@pytest.mark.parametrize("conflict", [Conflict.REFUSE, Conflict.SKIP])
def test_id_that_is_taken_is_a_duplicate(team, conflict):
    add_inputs(team.member(team.owner), [InputDraft(id="a", content=JPEG)])

    drafts = [InputDraft(id="a", content=JPEG), InputDraft(id="b", content=JPEG), InputDraft(id="b", content=JPEG)]
    verdicts = add_inputs(team.member(team.owner), drafts, conflict=conflict)

    assert [getattr(one, "code", None) for one in verdicts] == [30100, None, 30100]
    assert Input.objects.count() == Annotation.objects.count() == len(stored_files()) == 2


def test_id_that_is_taken_meanwhile_is_a_duplicate(team, monkeypatch):
    add_inputs(team.member(team.owner), [InputDraft(id="a", content=JPEG)])
    look, looks = adding._Taken.judge, []

    def blind_at_first(taken, one, conflict):
        looks.append(one)
        if len(looks) <= 2:
            taken.ids.clear()
        return look(taken, one, conflict)

    monkeypatch.setattr(adding._Taken, "judge", blind_at_first)
    other, same = add_inputs(
        team.member(team.owner), [InputDraft(id="b", content=JPEG), InputDraft(id="a", content=JPEG)]
    )

    assert len(looks) == 4
    assert other.public_id == "b"
    assert same.code == Code.INPUT_DUPLICATE
    assert Input.objects.count() == Annotation.objects.count() == len(stored_files()) == 2


def test_suffix_makes_another_id(team):
    drafts = [InputDraft(id="a", content=JPEG) for _ in range(12)]

    rows = add_inputs(team.member(team.owner), drafts, conflict=Conflict.SUFFIX)

    ids = [row.public_id for row in rows]
    assert ids[:10] == ["a", *(f"a-{number}" for number in range(1, 10))]
    assert len(set(ids)) == 12


def test_suffix_keeps_a_long_id_within_bounds(team):
    drafts = [InputDraft(id="a" * 128, content=JPEG) for _ in range(12)]

    rows = add_inputs(team.member(team.owner), drafts, conflict=Conflict.SUFFIX)

    assert len({row.public_id for row in rows}) == 12
    assert max(len(row.public_id) for row in rows) == 128


def test_same_address_is_a_duplicate_unless_it_is_allowed(team):
    url = "http://photos.example/cat%20one.jpg?size=2"

    first, second, third = add_inputs(
        team.member(team.owner),
        [InputDraft(url=url), InputDraft(url=url), InputDraft(url=url, allow_duplicate_url=True)],
    )

    assert (first.file_name, first.status, first.media_type) == ("cat one.jpg", 30001, "image/*")
    assert second.code == Code.INPUT_DUPLICATE
    assert isinstance(third, Input)


def test_addresses_can_be_switched_off(team, settings):
    settings.FETCH_URLS = False

    [verdict] = add_inputs(team.member(team.owner), [InputDraft(url="http://photos.example/a.jpg")])

    assert verdict.code == Code.INPUT_INVALID_URL


def test_same_content_is_refused_where_asked(team):
    add_inputs(team.member(team.owner), [InputDraft(file_name="first.jpg", content=JPEG)])

    [told] = add_inputs(team.member(team.owner), [InputDraft(content=JPEG)], refuse_same_content=True)

    assert told == Refusal(Code.INPUT_DUPLICATE, "the same picture is here already: first.jpg")


@pytest.mark.parametrize("role", ["reviewer", "annotator", "viewer"])
def test_only_who_has_the_scope_adds(team, role):
    with pytest.raises(Forbidden):
        add_inputs(team.member(getattr(team, role)), [InputDraft(content=JPEG)])

    assert not Input.objects.exists()


def test_annotator_with_the_scope_adds_what_waits_for_review(team):
    team.app.admit(team.annotator, "annotator", ["Inputs:Add"])
    said = AnnotationData(concepts=[ConceptValue("dog")])

    rows = add_inputs(team.member(team.annotator), [InputDraft(content=JPEG, data=said), InputDraft(content=JPEG)])

    levels = stored_input_level(team.app, [row.pk for row in rows])
    assert [levels[row.pk].status for row in rows] == [Status.AWAITING_REVIEW, Status.SUCCESS]


def test_adding_takes_the_same_number_of_queries_for_one_and_for_128(team, django_assert_max_num_queries):
    member = team.member(team.owner)

    with django_assert_max_num_queries(14) as one:
        add_inputs(member, [InputDraft(id="x", content=JPEG)])
    with django_assert_max_num_queries(len(one)):
        add_inputs(member, [InputDraft(id=f"y{number}", content=JPEG) for number in range(128)])

    assert Input.objects.count() == 129


def test_deleted_input_takes_its_files_along(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        [row] = add_inputs(team.member(team.owner), [InputDraft(content=JPEG)])
    row.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        delete_inputs(team.member(team.owner), [row.public_id])

    assert not any(default_storage.exists(name) for name in (row.original, row.display, row.thumbnail))
