"""Measurements, each run by hand as a module: `python -m bench.dossier`. None is a test."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
