import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from annotations_app.models import User
from tests.make import make_user


def test_new_person_signs_in_with_the_printed_password(db, capsys):
    call_command("add_user", "maria", "--email", "maria@example.org")

    password = capsys.readouterr().out.splitlines()[-1]
    person = User.objects.get(handle="maria")
    assert person.check_password(password)
    assert person.email == "maria@example.org"
    answer = Client().post("/accounts/login/", {"login": "maria", "password": password})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["me"], "handle: 'me' is a reserved word."),
        (["two words"], "handle: a handle has 1 to 64 characters"),
        (["maria/"], "handle: a handle has"),
        (["Taken"], "handle: 'Taken' is taken."),
        (["maria", "--email", "nowhere"], "email: 'nowhere' is no e-mail address."),
    ],
)
def test_strange_person_is_refused_and_nobody_made(db, words, message):
    make_user("taken")

    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("add_user", *words)

    assert User.objects.count() == 1
