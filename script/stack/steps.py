"""The steps of script/test, as data: what is run, with which additions to the environment."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

PYTHON = sys.executable
OWN_STEPS = "model or authz_matrix or stack or chaos or e2e"
COVERED = (PYTHON, "-m", "coverage", "run", "--parallel-mode", "-m", "pytest")
# Import-linter has only a console script, and those break in folders with spaces.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PRODUCTION = {
    "ALLOWED_HOSTS": "groundwork.example",
    "CSRF_TRUSTED_ORIGINS": "https://groundwork.example",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "HTTPS": "true",
    "PUBLIC_ADDRESS": "https://groundwork.example",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the summary: commands that must all succeed."""

    name: str
    what: str
    commands: tuple[tuple[str, ...], ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    pytest: bool = False
    browser: bool = False


def _module(*words: str) -> tuple[str, ...]:
    return (PYTHON, "-m", *words)


def _tests(
    name: str, what: str, *options: str, browser: bool = False, covered: bool = True
) -> Step:
    command = (*(COVERED if covered else _module("pytest")), "-n", "2", *options)
    return Step(name, what, (command,), pytest=True, browser=browser)


STEPS = (
    Step("format", "ruff format", (_module("ruff", "format", "--check", "."),)),
    Step("lint", "ruff check", (_module("ruff", "check", "."),)),
    Step(
        "templates",
        "djlint: format and rules",
        (
            _module("djlint", "--check", "--quiet", "templates"),
            _module("djlint", "--lint", "--quiet", "templates"),
        ),
    ),
    Step("types", "mypy strict", (_module("mypy"),)),
    Step("imports", "the rooms' import contracts", ((PYTHON, "-c", LINT_IMPORTS),)),
    Step(
        "migrations",
        "no model change without its migration",
        ((PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),),
    ),
    Step(
        "deploy",
        "Django's deployment check",
        ((PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),),
        PRODUCTION,
    ),
    Step(
        "compose",
        "docker-compose.yml against the Compose specification",
        (
            _module(
                "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"
            ),
        ),
    ),
    _tests("unit", "unit and integration tests", "-m", f"not ({OWN_STEPS})"),
    # Other tests reach what the uncovered steps do; watching lines would double their time.
    _tests(
        "models",
        "who may do what, and when: all of it",
        "-m",
        "model or authz_matrix",
        covered=False,
    ),
    _tests("stack", "embedded servers started, killed and stopped", "-m", "stack"),
    _tests("chaos", "processes killed while work goes on", "-m", "chaos", covered=False),
    # A file stays in one process, since what its tests look at takes long to make.
    _tests(
        "e2e",
        "journeys in a real browser",
        "-m",
        "e2e",
        "--dist",
        "loadfile",
        browser=True,
        covered=False,
    ),
    Step(
        "coverage",
        "lines and branches that the tests reached",
        (_module("coverage", "combine", "--quiet"), _module("coverage", "report")),
    ),
)
