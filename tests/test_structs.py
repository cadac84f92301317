"""The first requests after a start come at once, and msgspec must know by then what it reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_READS = """
import sys, threading
sys.setswitchinterval(1e-6)
import django
django.setup()
import msgspec
from django.urls import get_resolver
from annotations_app.api import bodies, door
from annotations_app.models.data import AnnotationData
from annotations_app.models.operation import Operation

get_resolver().url_patterns
kinds = [bodies.PostAnnotations, bodies.PatchInputs, Operation, AnnotationData]
concepts = [{"id": "cat"}]
item = {"id": "a", "data": {"concepts": concepts, "regions": [{"data": {"concepts": concepts}}]}}
sent = {
    **{"annotations": [item], "inputs": [item], "rev": "00000000-0000-4000-8000-000000000000", "kind": "put"},
    **item["data"], "region": {"concepts": concepts},
}
for kind in kinds:
    known = {name: value for name, value in sent.items() if name in kind.__struct_fields__}
    barrier = threading.Barrier(8)
    def read():
        barrier.wait()
        msgspec.convert(known, kind)
    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("alive")
"""


def test_the_first_reads_of_eight_threads_at_once_do_not_end_the_process():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_READS], cwd=ROOT, env=environment, text=True, stdout=-1, stderr=-1
        )
        for _ in range(2)
    ]
    ends = [(one.communicate(timeout=60), one.returncode) for one in started]

    assert [(out.strip(), code) for (out, _), code in ends] == [("alive", 0)] * 2, ends


READ = re.compile(r"(?:\btype=|\bDecoder\(|\bconvert\(.*, )(?:list\[)?(?:\w+\.)?(_?[A-Z]\w+)")


def test_every_struct_that_is_read_is_ready_for_threads():
    code = "\n".join(file.read_text() for file in (ROOT / "annotations_app").rglob("*.py"))
    read = {name for name in READ.findall(code) if f"class {name}(" in code}

    assert {"Operation", "AnnotationData", "_Refusal", "GeoOut"} <= read
    assert [name for name in sorted(read) if f"@ready_for_threads\nclass {name}(" not in code] == []
