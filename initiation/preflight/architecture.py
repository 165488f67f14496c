"""Stage 2: whether the components were really compared, and the choice follows from it."""

from collections.abc import Iterator
from datetime import date

from initiation.facts import Facts, Place
from initiation.preflight.finding import Found, Rule, Severity, Subject

INTEGRATIONS = Place("architecture", "integrations", "integrations")


def _integration_not_agreed(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(INTEGRATIONS):
        if row.yes("agreed") is False:
            yield Found(
                row.at("agreed"),
                f"{row.text('owner') or 'The owner'} has not agreed to “{row.text('system')}”.",
                "Get the agreement, or say what it depends on and when it will be given.",
            )


ARCHITECTURE = Subject(
    "The components",
    (
        Rule(
            "integration_not_agreed",
            Severity.WARNING,
            "The owner of a system that must be connected has not agreed.",
            "A connection that its owner has not agreed to is the commonest cause of delay.",
            _integration_not_agreed,
        ),
    ),
)
