import re

import pytest
from django.core.management import CommandError, call_command

from annotations_app.models import ApiKey


def test_personal_access_token_opens_every_app_of_its_user(team, capsys):
    call_command("issue_key", "annotator")

    key = ApiKey.objects.holding(capsys.readouterr().out.strip())
    assert key.user == team.annotator
    assert key.app is None
    assert key.scopes == ["All"]


def test_key_of_an_app_with_scopes(team, capsys):
    words = ["--app", "owner/street", "--scope", "Inputs:Get", "--scope", "Annotations:Get"]
    call_command("issue_key", "owner", *words)

    key = ApiKey.objects.holding(capsys.readouterr().out.strip())
    assert key.app == team.app
    assert key.scopes == ["Annotations:Get", "Inputs:Get"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nobody"], "user: there is no 'nobody'."),
        (["owner", "--app", "street"], "app: 'street' is not of the form OWNER/APP."),
        (["owner", "--app", "owner/road"], "app: there is no 'owner/road'."),
        (["annotator", "--app", "owner/street"], "app: a key of an app is made by its owner"),
        (["owner", "--scope", "Everything"], "scopes: 'Everything' is none of"),
    ],
)
def test_strange_key_is_refused_and_none_made(team, words, message):
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("issue_key", *words)

    assert not ApiKey.objects.exists()
