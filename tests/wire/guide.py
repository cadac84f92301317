"""The examples of the annotations guide, with their slips mended and their places filled in."""

from __future__ import annotations

import re
from pathlib import Path

#: What the page means where it slips (contract section 11).
SLIPS = [
    ("data=status_pb2.Status(", "status=status_pb2.Status("), ('"{YOUR_INPUT_ID_1}". ', '"{YOUR_INPUT_ID_1}", '),
    ("metadta=", "metadata="), ("PatcchAnnotations", "PatchAnnotations"), ("annotation_id=[", "ids=["),
    ('"{YOUR_INPUT_ID_2}"]\n        ids=', '"{YOUR_INPUT_ID_2}"],\n        ids='),
]  # fmt: skip
PLACES = {
    "YOUR_INPUT_ID": "one", "YOUR_INPUT_ID_1": "one", "YOUR_INPUT_ID_2": "two", "YOUR_ANNOTATION_ID": "a-one",
    "YOUR_ANNOTATION_ID_1": "a-one", "YOUR_ANNOTATION_ID_2": "a-two", "REGION_ID": "r-one", "REGION_ID_1": "r-one",
    "REGION_ID_2": "r-other", "USER_ID": "annotator", "USER_ID_1": "annotator", "USER_ID_2": "owner",
    "MODEL_VERSION_ID_1": "v1", "MODEL_VERSION_ID_2": "v2", "EMBED_MODEL_VERSION_ID": "e1",
}  # fmt: skip


#: The same for Node: commas between members, and the name of the list of ids.
NODE_SLIPS = [
    (r"([}\]\"0-9])([ ]*(?://[^\n]*)?(?:\n[ ]*//[^\n]*)*\n[ ]*)(?=\w+:)", r"\1,\2"), (r"\}\. ", "}, "),
    ("PatcchAnnotations", "PatchAnnotations"), ("metadta", "metadata"), (r"annotation_ids: ", "ids: "),
    (r'\["\{YOUR_INPUT_ID_2\}", "\{YOUR_INPUT_ID_2\}"\]', '["{YOUR_INPUT_ID_1}", "{YOUR_INPUT_ID_2}"]'),
]  # fmt: skip


def examples(file: str = "guide_examples.txt") -> dict[str, str]:
    """Read the examples by their titles."""
    text = (Path(__file__).parent / file).read_text()
    found = re.split(r"^#### (.*)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def filled(code: str) -> str:
    """Fill the places in."""
    return re.sub(r"\{([A-Z_0-9]+)\}", lambda place: PLACES[place[1]], code)


def mended(code: str) -> str:
    """Mend the slips of a Python example and fill the places in."""
    for slip, meant in SLIPS:
        code = code.replace(slip, meant)
    return filled(code)


def mended_node(code: str) -> str:
    """Mend the slips of a Node example and fill the places in."""
    for slip, meant in NODE_SLIPS:
        code = re.sub(slip, meant, code)
    return filled(code)
