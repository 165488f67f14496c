"""The production settings, with the job handlers that halt; HANDLER names one of them."""

import os

from config.settings import *  # noqa: F403 - all of them, but for one
from config.settings import JOB_HANDLERS as REAL

JOB_HANDLERS = REAL | {
    "dossier": f"tests.chaos.handlers.{os.environ.get('HANDLER', 'build')}",
    "profile": "tests.chaos.handlers.measure",
}
