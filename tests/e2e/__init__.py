"""Journeys in a real browser against the whole stack."""
