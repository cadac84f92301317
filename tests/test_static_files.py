"""What browsers get is smaller than what is written here, and does the same."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from labeller.minifying import smaller_style
from labeller.static_files import minify

WRITTEN = settings.BASE_DIR / "static"
AWKWARD = """// A comment with "quotes", `ticks` and /slashes/.
export const link = "https://example.org/a//b"; /* gone */
export const lines = `first  // stays
   second ${[1, 2].map((one) => `<b>  ${one}  </b>`).join("  ")}
`;
export const marks = (text) => text.replace(/[/"'`]\\/|\\/\\//g, "-") + 4 / 2 / 1;
export class Kept {
  #secret = 7;
  static made = new Kept();
  get secret() { return this.#secret ?? 0; }
}
export const sum = (first, second) => first + +second - -second;
export function ordered(one) {
  const two = one + 1; // needed by the next line, which needs no other order
  const { length, at } = String(two);
  return `${length} ${typeof at} ${`${two}  // ${one}`}`
}
"""
SAYS = """import * as all from "./awkward.mjs";
const { link, lines, marks, Kept, sum, ordered } = all;
console.log(JSON.stringify([link, lines, marks("a//b'/"), Kept.made.secret, Kept.name, sum(1, 2), ordered(99)]));
"""


@pytest.fixture(scope="module")
def node():
    """Run node and return what it printed; without node the tests are skipped, or fail where REQUIRE_NODE is set."""
    path = shutil.which("node")
    if path is None:
        word = "There is no node."
        pytest.fail(word) if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip(word)

    def run(*words):
        done = subprocess.run([path, *map(str, words)], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_what_browsers_get_is_minified_before_it_is_compressed(collected):
    for name in ["js/editor/main.js", "css/editor.css"]:
        written, served = (WRITTEN / name).read_bytes(), (collected / name).read_bytes()
        assert len(served) < len(written)
        assert gzip.decompress((collected / f"{name}.gz").read_bytes()) == served


def test_files_of_packages_stay_as_they_come(collected):
    name = "django_htmx/htmx-2.min.js"

    assert (collected / name).read_bytes() == Path(finders.find(name)).read_bytes()


def test_every_minified_module_is_still_a_module(collected, node):
    names = [str(file.relative_to(WRITTEN)) for file in WRITTEN.rglob("*.js")]
    parse = """
      const { SourceTextModule } = require("node:vm"), { readFileSync } = require("node:fs");
      for (const file of process.argv.slice(1)) new SourceTextModule(readFileSync(file, "utf8"), { identifier: file });
      console.log(process.argv.length - 1);
    """

    files = [collected / name for name in names]
    told = node("--experimental-vm-modules", "--no-warnings", "--eval", parse, "--", *files)

    assert int(told) == len(files) > 50


def test_texts_expressions_and_private_fields_survive(tmp_path, node):
    (tmp_path / "awkward.mjs").write_text(AWKWARD)
    (tmp_path / "says.mjs").write_text(SAYS)
    before = node(tmp_path / "says.mjs")
    shorter = (tmp_path / "awkward.mjs").rename(tmp_path / "awkward.js")
    minify(shorter)
    assert shorter.stat().st_size < len(AWKWARD)
    shorter.rename(tmp_path / "awkward.mjs")

    assert node(tmp_path / "says.mjs") == before


def test_styles_keep_their_texts_and_the_spaces_that_mean_something():
    written = """
    /* gone */ .a  :is(b, c) > .d { color : red;  width: calc( 1px + 2px ); }
    .e::after { content: "a  /* b */ ;  } c"; }
    """

    smaller = smaller_style(written)

    assert smaller == '.a :is(b,c) > .d{color :red;width:calc( 1px + 2px )}.e::after{content:"a  /* b */ ;  } c"}\n'
