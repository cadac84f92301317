"""What the tests of the pages about inputs share: their addresses, what they list, and files to add."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.pictures import picture

JPEG = picture()


def at(team, name, *args):
    """Return the address of a page about the team's inputs."""
    return reverse(f"inputs-{name}", args=[team.app.owner, team.app.public_id, *args])


def names_in(page):
    """List the inputs that a page shows, in its order."""
    return re.findall(r'class="name" title="([^"]+)"', page.text)


def file(name="cat.jpg", content=JPEG):
    """Make a file as a browser sends it, whose kind it gets wrong."""
    return SimpleUploadedFile(name, content, content_type="text/html")
