"""Timings, by hand: `python -m bench`. Ratios count, absolute figures do not: they are of whatever machine is there."""
