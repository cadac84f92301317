"""Areas on earth, and how the database is asked whether an annotation's place lies in one."""

from __future__ import annotations

import math

import msgspec
from django.db.models import FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Cos, Radians, Sin
from django.db.models.lookups import LessThanOrEqual

RADIUS = 6371.0088  # of the earth, in kilometres
#: How many radians of a great circle one unit of a limit is.
UNITS = {
    "withinKilometers": 1 / RADIUS,
    "withinMiles": 1.609344 / RADIUS,
    "withinDegrees": math.pi / 180,
    "withinRadians": 1.0,
}


class Area(msgspec.Struct):
    """A circle around a place (the angle is its radius, seen from the middle of the earth), or a box of degrees."""

    latitudes: tuple[float, float]
    longitudes: tuple[float, float]
    angle: float | None = None

    def condition(self) -> Q:
        """Write whether the place of an annotation lies inside."""
        if self.angle is None:
            south, north = sorted(self.latitudes)
            west, east = sorted(self.longitudes)
            return Q(
                geo__geo_point__latitude__gte=south,
                geo__geo_point__latitude__lte=north,
                geo__geo_point__longitude__gte=west,
                geo__geo_point__longitude__lte=east,
            )
        if self.angle >= math.pi:
            return Q(geo__geo_point__isnull=False)
        # The haversine of the angle between two places; it needs no arc sine, whose argument rounding can push past 1.
        latitude, longitude = _degrees("latitude"), _degrees("longitude")
        north, east = (math.radians(side[0]) for side in (self.latitudes, self.longitudes))
        across = Value(math.cos(north)) * Cos(Radians(latitude)) * _square_of_half_sine(longitude, east)
        return Q(geo__geo_point__isnull=False) & Q(
            LessThanOrEqual(_square_of_half_sine(latitude, north) + across, math.sin(self.angle / 2) ** 2)
        )


def _degrees(side: str) -> Cast:
    return Cast(KT(f"geo__geo_point__{side}"), FloatField())


def _square_of_half_sine(degrees: Cast, there: float) -> Combinable:
    half = Sin((Radians(degrees) - Value(there)) / Value(2.0))
    return half * half
