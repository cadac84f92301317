"""Icons are drawn once, and as the package draws them."""

from django.template import Context, Template
from lucide.templatetags.lucide import lucide as drawn

from annotations_app.templatetags.icons import lucide

ICON = '{% load icons %}{% lucide "check" size=16 aria_hidden="true" %}'


def test_an_icon_looks_as_its_package_draws_it_and_is_drawn_once():
    lucide.cache_clear()

    shown = [Template(ICON).render(Context()) for _ in range(3)]

    assert set(shown) == {drawn("check", size=16, aria_hidden="true")}
    assert lucide.cache_info().misses == 1
