"""Crashes, run by hand."""
