"""Bodies that are no JSON, or not the JSON that the calls take: refused whole, and nothing changes."""

from __future__ import annotations

import gzip
import random
from typing import Any

import msgspec
import pytest

from annotations_app.api import decoding
from tests.api.asking import everything
from tests.api.state import State, make_state
from tests.conftest import Team

GOOD = b'{"annotations":[{"input_id":"first","data":{"concepts":[{"id":"tree"}]}}]}'


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


def item(inside: str) -> str:
    """Write a post of one annotation with something inside."""
    return f'{{"annotations":[{{"input_id":"first",{inside}}}]}}'


def data(inside: str) -> str:
    """Write a post of one annotation with something in its data."""
    return item(f'"data":{{{inside}}}')


def box(edge: str) -> str:
    """Write a post of a box whose upper edge is this."""
    edges = f'"top_row":{edge},"left_col":0.1,"bottom_row":0.9,"right_col":0.9'
    return data(f'"regions":[{{"region_info":{{"bounding_box":{{{edges}}}}}}}]')


def concept(value: str) -> str:
    """Write a post of a concept with this value."""
    return data(f'"concepts":[{{"id":"tree","value":{value}}}]')


def hidden_depth(levels: int) -> str:
    """Nest lists whose texts pretend to close and open them again."""
    return '["]",' * levels + "1" + ',"["]' * levels


NO_JSON: list[str | bytes] = [
    "null", "[]", '"x"', "123", "true", "{", GOOD[:-1], GOOD + b"x", GOOD + GOOD, "{'annotations':[]}",
    '{"annotations":[],}', "{annotations:[]}", '{"annotations":[]/**/}', "[" * 100_000, '{"a":' * 100_000,
    '{"x":' + "[" * 101 + "]" * 101 + "}", '{"x":' + '{"y":' * 50_000 + "1" + "}" * 50_001,
    '{"x":' + "9" * 5000 + "}", '{"x":1e999}', '{"x":-1e999}', '{"x":NaN}', '{"x":Infinity}', '{"x":"a\nb"}',
    '{"x":"\x01"}', '{"x":"\\q"}', '{"x":"\\ud800"}', b'{"x":"\xff"}', b'{"x":"\xc0\x80"}',
    data(f'"metadata":{{"a":{hidden_depth(97)}}}'), data(f'"metadata":{{"a":{hidden_depth(700)}}}'),
    '{"a":"' + "]" * 500 + '","x":' + "[" * 101 + "]" * 101 + "}", '{"\\\\":"\\"]","x":' + "[" * 101 + "]" * 101 + "}",
    GOOD.decode().encode("utf-16"), GOOD.decode().encode("utf-32"), gzip.compress(GOOD, mtime=0),
    random.Random(1).randbytes(500),
    "annotations=1", "<annotations/>", "annotations:\n- x", item('"data":{"metadata":{"n":NaN}}'),
    item('"data":{"metadata":{"n":1e999}}'), item('"data":{"metadata":{"n":' + "9" * 400 + "}}"),
]  # fmt: skip

WRONG_TYPES = [
    '{"annotations":{}}', '{"annotations":"x"}', '{"annotations":5}', '{"annotations":[null]}', '{"annotations":[1]}',
    '{"annotations":["x"]}', '{"annotations":[[]]}', '{"user_app_id":5}', '{"user_app_id":{"app_id":[]}}',
    item('"id":5'), item('"id":[]'), item('"id":{}'), item('"id":true'), '{"annotations":[{"input_id":7}]}',
    item('"user_id":{}'), item('"user_id":["owner"]'), item('"data":"x"'), item('"data":[]'),
    item('"status":"ANNOTATION_PENDING"'),
    item('"status":{"code":"NO_SUCH"}'), item('"status":{"code":24150.5}'), item('"status":{"code":[]}'),
    item('"status":{"code":"a\\u0000"}'), item('"status":{"code":100000000000000000000}'), item('"annotation_info":[]'),
    item('"task_id":4'), item('"worker":[]'), item('"worker":{"user":"owner"}'), data('"metadata":[]'),
    data('"metadata":"x"'), data('"concepts":{}'), data('"concepts":[null]'), data('"concepts":["tree"]'),
    data('"concepts":[{"id":5}]'), data('"concepts":[{"id":"tree","name":{}}]'), data('"regions":{}'),
    data('"regions":[null]'), data('"regions":[{"region_info":[]}]'),
    data('"regions":[{"region_info":{"bounding_box":[]}}]'),
    data('"regions":[{"region_info":{"polygon":{"points":5}}}]'),
    data('"regions":[{"region_info":{"polygon":{"points":{}}}}]'),
    data('"regions":[{"region_info":{"polygon":{"points":[1,2]}}}]'),
    data('"regions":[{"region_info":{"polygon":{"points":[null]}}}]'),
    data('"regions":[{"region_info":{"mask":{"image":{"base64":5}}}}]'), data('"text":"x"'), data('"geo":[]'),
    data('"frames":[{"frame_info":{"time":"x"}}]'), data('"frames":[{"frame_info":{"number":1.5}}]'),
    *(box(edge) for edge in (
        "NaN", "1e999", "-1e999", "true", "false", '"abc"', '""', "[]", "[0.1]", "{}", '" 0.1 "', '"0x1"', '"1_0"',
        '"\u0661"', "01", ".1", "+0.1", "0x1", '"null"', '"1e999"', '"."', '"1."', '"--1"',
    )),
    *(item(f'"{field}":{bad}') for field in ("input_id", "id", "user_id", "model_version_id", "embed_model_version_id")
      for bad in ("5", "1.5", "[]", '["first"]', "{}", "true", "false", '"\\ud800"', "NaN")),
    *(data(f'"concepts":[{{"{field}":{bad}}}]') for field in ("id", "name")
      for bad in ("5", "1.5", "[]", '["tree"]', "{}", "true", '"\\ud800"')),
    *(data(f'"regions":[{{"{field}":{bad}}}]') for field in ("id", "track_id") for bad in ("5", "[]", "{}", "true")),
    data('"regions":[{"region_info":{"point":{"visibility":"WHAT"}}}]'),
    data('"regions":[{"region_info":{"point":{"visibility":1.5}}}]'),
    data('"regions":[{"region_info":{"span":{"char_end":"five"}}}]'), data('"metadata":5'), data('"text":{"raw":5}'),
    data('"geo":{"geo_point":{"latitude":true}}'), data('"time_segments":[{"time_info":{"begin_time":"now"}}]'),
    *(concept(value) for value in ("NaN", "1e999", '"abc"', "true", "[]", "{}", '"1,0"', '"null"')),
]  # fmt: skip


@pytest.mark.parametrize("body", [*NO_JSON, *WRONG_TYPES], ids=lambda body: repr(body)[:40])
def test_body_that_cannot_be_read_is_refused_whole(state: State, body: str | bytes) -> None:
    answer = state.script.post("/annotations", body)

    state.check_refused(answer, 400, 11100)
    assert answer.json["annotations"] == []
    assert answer.details


@pytest.mark.parametrize("body", ["", "  \n", "{}", '{"annotations":null}', '{"annotations":[]}', '{"x":1}'])
def test_body_without_annotations_is_an_invalid_request(state: State, body: str) -> None:
    state.check_refused(state.script.post("/annotations", body), 400, 11102)


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x",
     "text/html", "application/xml", "application/json; charset=utf-16", "application/json; charset=nonsense"],
)  # fmt: skip
def test_body_is_json_whatever_its_type_says(state: State, kind: str) -> None:
    assert state.script.post("/annotations", GOOD, content_type=kind).verdict == (200, 10000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, identity", "nonsense"])
@pytest.mark.parametrize(
    "body", [GOOD, gzip.compress(GOOD, mtime=0), gzip.compress(b" " * 10_000_000, mtime=0)], ids=len
)
def test_packed_body_is_refused_and_never_unpacked(state: State, coding: str, body: bytes) -> None:
    answer = state.script.post("/annotations", body, HTTP_CONTENT_ENCODING=coding)

    state.check_refused(answer, 415, 11100)


def test_body_over_the_limit_is_refused_before_it_is_read(state: State) -> None:
    answer = state.script.post("/annotations", b"{}", CONTENT_LENGTH=str(10**10))

    state.check_refused(answer, 413, 40033)


@pytest.mark.parametrize(
    "body",
    ['{"annotations":[{}]}', data('"concepts":[{"id":"a\\u0000b"}]'), data('"metadata":{"a":"\\u0000"}'),
    data('"metadata":{"\\u0000":1}'),
     item('"id":"a\\u0000"'), '{"annotations":[{"input_id":"a\\u0000"}]}', item('"user_id":"a\\u0000"'),
     data('"text":{"raw":"\\u0000"}'),
     item('"task_id":"\\u0000"'), data('"metadata":{"x":"' + "x" * 70_000 + '"}'),
     item('"annotation_info":{"x":"' + "x" * 70_000 + '"}'),
     data('"metadata":{' + ",".join(f'"{number}":{number}' for number in range(20_000)) + "}"),
     data('"metadata":{"x":"' + "x" * 2_000_000 + '"}'), data('"regions":[{"id":"a\\u0000"}]'),
     data('"regions":[{"track_id":"\\u0000","region_info":{"point":{}}}]'), item('"model_version_id":"a\\u0000"'),
     data('"concepts":[{"id":"new","name":"a\\u0000"}]'), data('"time_segments":[{"id":"\\u0000"}]')],
    ids=lambda body: repr(body)[:40],
)  # fmt: skip
def test_text_that_cannot_be_kept_is_refused_for_its_item(state: State, body: str) -> None:
    state.check_refused(state.script.post("/annotations", body), 400, 10020, item=24155)


def test_a_backslash_before_u0000_is_text(state: State) -> None:
    answer = state.script.post("/annotations", data(r'"metadata":{"path":"C:\\u0000"}'))

    assert answer.json["annotations"][0]["data"]["metadata"] == {"path": r"C:\u0000"}


@pytest.mark.parametrize(
    "inside",
    ['"id":null,"user_id":null,"model_version_id":null,"task_id":null,"status":null,"worker":null,"data":null',
     '"id":"","user_id":"","model_version_id":"","task_id":"","annotation_info":null', '"data":{"regions":null}',
     '"status":{"code":null}', '"status":{}', '"worker":{"user":null}', '"data":{"metadata":{"tiny":1e-400}}',
     '"data":{"metadata":{"long":0.' + "1" * 400 + "}}", '"input_id":"nothing","input_id":"first"',
     '"data":{"regions":[{"region_info":{"bounding_box":{"top_row":null,"bottom_row":1,"right_col":"0.1"}}}]}'],
    ids=lambda inside: inside[:40],
)  # fmt: skip
def test_null_and_empty_text_are_absent_and_odd_numbers_are_numbers(state: State, inside: str) -> None:
    answer = state.script.post("/annotations", item(inside))

    assert answer.verdict == (200, 10000), answer.content[:500]
    assert answer.json["annotations"][0]["user_id"] == "owner"
    assert len(answer.json["annotations"][0]["id"]) == 32


def test_mark_of_the_byte_order_stores_nothing_or_the_annotation(state: State) -> None:
    assert state.script.post("/annotations", b"\xef\xbb\xbf" + GOOD).verdict in {(200, 10000), (400, 11100)}


def test_unknown_fields_are_ignored_and_never_kept(state: State) -> None:
    body = item('"__proto__":{"x":1},"constructor":5,"secret_field":"abc","data":{"concepts":[{"id":"tree"}],"hits":7}')

    answer = state.script.post("/annotations", body)

    assert answer.verdict == (200, 10000)
    assert b"secret_field" not in answer.content
    assert "secret_field" not in repr(everything())


def test_camel_case_means_the_same_and_metadata_keeps_its_own_names(state: State) -> None:
    body = (
        b'{"annotations":[{"inputId":"first","data":{"metadata":{"camelCase":{"innerName":1}},'
        b'"regions":[{"regionInfo":{"boundingBox":{"leftCol":0.1,"bottomRow":0.5,"rightCol":"0.6"}}}]}}]}'
    )

    answer = state.script.post("/annotations", body)

    assert answer.verdict == (200, 10000), answer.content
    out = answer.json["annotations"][0]["data"]
    assert out["metadata"] == {"camelCase": {"innerName": 1}}
    edges = {"top_row": 0, "left_col": 0.1, "bottom_row": 0.5, "right_col": 0.6}
    assert out["regions"][0]["region_info"]["bounding_box"] == edges


@pytest.mark.parametrize("slice_size", [1, 7, 2**18])
def test_depth_is_counted_as_a_parser_counts_it(monkeypatch: pytest.MonkeyPatch, slice_size: int) -> None:
    monkeypatch.setattr(decoding, "_SLICE", slice_size)
    dice = random.Random(2)

    def value(levels: int) -> Any:
        if levels == 0 or dice.random() < 0.25:
            return dice.choice(['["]', '"', "\\", '\\"[', "}{", "x", 1, "", "[[["])
        inside = [value(levels - 1) for _ in range(dice.randint(0, 3))]
        return inside if dice.random() < 0.5 else {f'{place}["': one for place, one in enumerate(inside)}

    def depth(of: Any) -> int:
        inside = of.values() if isinstance(of, dict) else of if isinstance(of, list) else None
        return 0 if inside is None else 1 + max(map(depth, inside), default=0)

    for _ in range(300):
        made = value(7)
        body = msgspec.json.encode(made)
        assert [decoding.depth_exceeds(body, limit) for limit in range(9)] == [depth(made) > n for n in range(9)], body


def test_a_hundred_levels_are_fine_and_brackets_in_text_do_not_count(state: State) -> None:
    deep = "[" * 95 + "]" * 95
    text = "[" * 500

    answer = state.script.post("/annotations", data(f'"metadata":{{"text":"{text}","deep":{deep}}}'))

    assert answer.verdict == (200, 10000), answer.content[:500]
