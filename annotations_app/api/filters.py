"""From the wire to what a search asks: filters of a request become conditions, or are refused (40002).

What a filter names and nothing here can look for is refused and never ignored: without it the search would find more
than was asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from annotations_app.api.decoding import moment, status_code
from annotations_app.api.reading import Unfit, concepts_in, geo_in, worker_in
from annotations_app.api.wire import ConceptIn, GeoIn, RegionIn, StatusIn
from annotations_app.api.wire_searches import (
    FilterIn,
    SearchIn,
    TimeRangeIn,
    WantedAnnotationIn,
    WantedDataIn,
    WantedInputIn,
)
from annotations_app.errors import Code, LabellerError
from annotations_app.models.conditions import AnnotationWanted, Filter, InputWanted, RegionWanted
from annotations_app.models.data import BOX, KEYPOINTS, MASK, MAX_CONCEPTS, POINT, POLYGON, SPAN, TOKEN, ConceptValue
from annotations_app.models.geography import UNITS, Area
from annotations_app.text import doubles, struct_problem

MAX_FILTERS = 20
MAX_REGIONS = 20
MEDIA = ("image", "video", "audio", "text")
_KINDS = {
    "bounding_box": BOX, "polygon": POLYGON, "point": POINT, "mask": MASK, "span": SPAN, "token": TOKEN,
    "keypoint_locations": KEYPOINTS,
}  # fmt: skip


def refused(message: str) -> LabellerError:
    """Make the refusal of a search."""
    return LabellerError(message, Code.SEARCH_INVALID_REQUEST)


def filters_in(searches: list[SearchIn] | None) -> list[Filter]:
    """Read the filters of the one search of a request. Raises LabellerError (40002, 10040)."""
    if not searches or len(searches) > 1:
        raise refused(f"searches: send one search, not {len(searches or ())}.")
    search, where = searches[0], "searches[0].query"
    if search.save:
        raise LabellerError("searches[0].save: searches cannot be saved here.", Code.NOT_IMPLEMENTED)
    if search.query is None:
        return []
    for place, rank in enumerate(search.query.ranks or ()):
        if _says(rank.annotation):
            raise refused(f"{where}.ranks[{place}]: ranking needs models, and there are none here; use filters.")
    if search.query.ands:
        raise refused(f"{where}.ands: this belongs to the searches of old; use filters.")
    sent = search.query.filters or []
    if len(sent) > MAX_FILTERS:
        raise refused(f"{where}.filters: at most {MAX_FILTERS}.")
    return [_filter_in(one, f"{where}.filters[{place}]") for place, one in enumerate(sent)]


def _says(sent: Any) -> bool:
    """Tell whether a part of a request says anything: somewhere in it stands more than zero, false or no text."""
    if isinstance(sent, msgspec.Struct):
        return any(_says(getattr(sent, name)) for name in sent.__struct_fields__)
    if isinstance(sent, list):
        return any(_says(one) for one in sent)
    return bool(sent)


def _filter_in(sent: FilterIn, where: str) -> Filter:
    try:
        wanted = _annotation_in(sent.annotation, f"{where}.annotation")
    except Unfit as unfit:
        raise refused(f"{unfit}.") from None
    if (period := sent.last_updated_time_range) is not None:
        wanted.since, wanted.until = _period_in(period, f"{where}.last_updated_time_range")
    return Filter(wanted, _input_in(sent.input, f"{where}.input"), bool(sent.negate))


def _period_in(sent: TimeRangeIn, where: str) -> tuple[datetime | None, datetime | None]:
    # They are put back, for the search is sent back as it was read.
    sent.start_time = moment(sent.start_time, f"{where}.start_time")
    sent.end_time = moment(sent.end_time, f"{where}.end_time")
    return sent.start_time, sent.end_time


def _code_in(sent: StatusIn | None, where: str) -> int | None:
    """Read a status, and put its number in the place of its name."""
    if sent is None:
        return None
    sent.code = status_code(sent.code, f"{where}.code")
    return sent.code


# --- annotations ----------------------------------------------------------------------------------------------------


def _annotation_in(sent: WantedAnnotationIn | None, where: str) -> AnnotationWanted:
    wanted = AnnotationWanted()
    if sent is None:
        return wanted
    try:
        wanted.user_id, wanted.model = worker_in(sent)
    except Unfit as unfit:
        raise Unfit(f"{where}.{unfit}") from None
    wanted.id, wanted.input_id, wanted.task_id = sent.id or "", sent.input_id or "", sent.task_id or ""
    wanted.status = _code_in(sent.status, f"{where}.status")
    wanted.is_input_level, wanted.is_trusted = bool(sent.input_level), bool(sent.trusted)
    wanted.info = _free_in(sent.annotation_info, f"{where}.annotation_info")
    if sent.data is not None:
        _data_in(sent.data, f"{where}.data", wanted)
    return wanted


def _free_in(sent: dict[str, Any] | None, where: str) -> dict[str, Any] | None:
    if sent and (problem := struct_problem(sent)):
        raise refused(f"{where}: {problem}.")
    read: dict[str, Any] | None = doubles(sent) or None
    return read


def _data_in(sent: WantedDataIn, where: str, wanted: AnnotationWanted) -> None:
    _check_that_it_can_be_looked_for(sent, where)
    wanted.concepts = _concepts_in(sent.concepts, f"{where}.concepts")
    wanted.metadata = _free_in(sent.metadata, f"{where}.metadata")
    wanted.regions = _regions_in(sent.regions, f"{where}.regions")
    wanted.has_frame, wanted.has_segments = bool(sent.frames), bool(sent.time_segments)
    wanted.has_text = sent.text is not None
    if sent.geo is not None:
        wanted.area = _area_in(sent.geo, f"{where}.geo")
    wanted.is_nowhere = all(getattr(sent, name) in (None, []) for name in sent.__struct_fields__)


def _check_that_it_can_be_looked_for(sent: WantedDataIn, where: str) -> None:
    for name in ("clusters", "embeddings"):
        if getattr(sent, name):
            raise refused(f"{where}.{name}: this needs models, and there are none here.")
    for name in ("image", "video", "audio"):
        if getattr(sent, name) is not None:
            raise refused(f"{where}.{name}: media are asked of the input: `input.data.{name}`.")
    if _says(sent.text):
        raise refused(f"{where}.text: texts are not searched for words; `{{}}` finds annotations with a text.")
    if _says(sent.frames):
        raise refused(f"{where}.frames: an empty `frame_info` finds what is about a frame, and there is no more.")
    if _says(sent.time_segments):
        raise refused(f"{where}.time_segments: an empty `time_info` finds stretches of time, and there is no more.")


def _concepts_in(sent: list[ConceptIn] | None, where: str) -> list[ConceptValue]:
    values = concepts_in(sent, where)
    if len(values) > MAX_CONCEPTS:
        raise refused(f"{where}: at most {MAX_CONCEPTS} concepts.")
    for place, value in enumerate(values):
        if not value.id and not value.name:
            raise refused(f"{where}[{place}]: name a concept by its id or name.")
        if not 0 <= value.value <= 1:  # also false for NaN
            raise refused(f"{where}[{place}].value: it lies within 0 to 1.")
    return values


def _regions_in(sent: list[RegionIn] | None, where: str) -> list[RegionWanted]:
    if len(sent or ()) > MAX_REGIONS:
        raise refused(f"{where}: at most {MAX_REGIONS}.")
    return [_region_in(one, f"{where}[{place}]") for place, one in enumerate(sent or ())]


def _region_in(sent: RegionIn, where: str) -> RegionWanted:
    """Read which shapes are meant; where a shape lies is not asked."""
    kinds = [kind for name, kind in _KINDS.items() if getattr(sent.region_info, name, None) is not None]
    concepts: list[ConceptValue] = []
    if sent.data is not None:
        concepts = _concepts_in(sent.data.concepts, f"{where}.data.concepts")
        others = [
            name for name in sent.data.__struct_fields__ if name != "concepts" and _says(getattr(sent.data, name))
        ]
        if others:
            raise refused(f"{where}.data.{others[0]}: of what is said of a region, concepts are searched, and no more.")
    return RegionWanted(kinds, sent.id or "", sent.track_id or "", concepts)


def _area_in(sent: GeoIn, where: str) -> Area | None:
    geo: dict[str, Any] = geo_in(sent, where) or {}
    point, limit, corners = geo.get("geo_point"), geo.get("geo_limit"), geo.get("geo_box")
    if corners is not None:
        if len(corners) != 2 or point is not None:
            raise refused(f"{where}.geo_box: a box has two corners, and stands without geo_point.")
        sides = [[corner["geo_point"][side] for corner in corners] for side in ("latitude", "longitude")]
        return Area((sides[0][0], sides[0][1]), (sides[1][0], sides[1][1]))
    if point is None and limit is None:
        return None
    if point is None or limit is None or limit["type"] not in UNITS:
        raise refused(f"{where}: a geo_point stands with a geo_limit of the type {', '.join(UNITS)}.")
    latitude, longitude = point["latitude"], point["longitude"]
    return Area((latitude, latitude), (longitude, longitude), limit["value"] * UNITS[limit["type"]])


# --- inputs ---------------------------------------------------------------------------------------------------------


def _input_in(sent: WantedInputIn | None, where: str) -> InputWanted:
    if sent is None:
        return InputWanted()
    media: list[str] = []
    if sent.data is not None:
        media = [name for name in MEDIA if getattr(sent.data, name) is not None]
        said = [name for name in sent.data.__struct_fields__ if _says(getattr(sent.data, name))]
        if said:
            raise refused(f"{where}.data.{said[0]}: inputs are found by their medium: `{{}}` is enough, and all.")
    return InputWanted(sent.id or "", _code_in(sent.status, f"{where}.status"), media, bool(sent.dataset_ids))
