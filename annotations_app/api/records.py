"""The parts of requests that are plain records: apps, collaborators, keys, tracks (as `wire.py`: typed, not judged)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from annotations_app.api.wire import ConceptIn, Part, StatusIn, Text, Whole

#: RFC 3339, with its zone.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class AppIn(Part):
    """An app; `user_id` where a key names it."""

    id: Text = None
    name: Text = None
    description: Text = None
    user_id: Text = None


class EmailIn(Part):
    """An e-mail address."""

    email: Text = None


class UserDetailIn(Part):
    """What is known of a person beside the names."""

    primary_email: Text = None
    email_addresses: list[EmailIn] | None = None


class UserIn(Part):
    """A person, named by id or by an e-mail address, for which the service has four places."""

    id: Text = None
    primary_email: Text = None
    email_addresses: list[EmailIn] | None = None
    user_detail: UserDetailIn | None = None

    @property
    def email(self) -> str:
        """Return the address, wherever it stands, or nothing."""
        detail = self.user_detail or UserDetailIn()
        listed = [one.email for one in (*(self.email_addresses or ()), *(detail.email_addresses or ()))]
        return next((one for one in (self.primary_email, detail.primary_email, *listed) if one), "")


class CollaboratorIn(Part):
    """Somebody who shall work in an app; `role` is an addition of ours."""

    id: Text = None
    user: UserIn | None = None
    scopes: list[str] | None = None
    role: Text = None


class KeyIn(Part):
    """A key; `id` is that of the list, or the secret itself."""

    id: Text = None
    type: Text = None
    description: Text = None
    scopes: list[str] | None = None
    apps: list[AppIn] | None = None
    expires_at: Moment | None = None


class TrackIn(Part):
    """A track of annotations on a video."""

    id: Text = None
    input_id: Text = None
    concept: ConceptIn | None = None
    status: StatusIn | None = None
    start_frame_nr: Whole = None
    end_frame_nr: Whole = None
    start_frame_ms: Whole = None
    end_frame_ms: Whole = None
    sample_rate_ms: Whole = None
    sample_rate_frame: Whole = None
