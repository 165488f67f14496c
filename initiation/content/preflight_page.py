"""docs/preflight.md, generated from the table of rules so that page and rules cannot disagree."""

from collections.abc import Iterator

from initiation.preflight import RULES, SUBJECTS, Rule, Severity, Subject


def preflight_page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Preflight"
    yield ""
    yield "Generated from `initiation/preflight/` by `script/manage preflight_page`."
    yield ""
    yield from _head()
    for subject in SUBJECTS:
        yield from _section(subject)


def _head() -> Iterator[str]:
    errors = sum(rule.severity is Severity.ERROR for rule in RULES)
    yield (
        f"{len(RULES)} rules read a case file and name what a director would object to, each with "
        "the field that mends it."
    )
    yield (
        f"{errors} of them are errors: a director would certainly send the case back, so it cannot "
        "be submitted with one."
    )
    yield (
        "The others are warnings, shown to the project manager and to the director. No error "
        "depends on the day, so a case that could be submitted once does not become faulty by "
        "waiting."
    )
    yield ""
    yield (
        "A rule is silent about a field that the project's version of a question set does not ask. "
        "Required fields that are empty are named by the check before submission and, but for the "
        "few that a rule is about, not again here."
    )
    yield ""


def _section(subject: Subject) -> Iterator[str]:
    yield f"## {subject.name}"
    yield ""
    yield "| code | weight | what it finds | why a director objects |"
    yield "| --- | --- | --- | --- |"
    for rule in subject.rules:
        yield _row(rule)
    yield ""


def _row(rule: Rule) -> str:
    return f"| `{rule.code}` | {rule.severity} | {rule.meaning} | {rule.reason} |"
