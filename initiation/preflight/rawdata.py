"""Stage 5: whether what was measured agrees with what was asked and what is said."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from initiation.casefile import CaseSource
from initiation.facts import Facts, Place, Row, folded, same_name
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.wording import day, figure, numbers, stored_date

WAIVERS = Place("rawdata", "waivers", "waivers")
VERDICT = Place("rawdata", "verdict", "verdict")
JOINS = Place("rawdata", "joins", "joins")
JOIN_AT_LEAST = Decimal(90)
USELESS = ("Empty", "Constant", "More than half is missing")

_AT_LEAST = re.compile(r"^\s*(?:>=|≥|at least)\s*([\d.,\s\u00a0\u2009\u202f]*\d)", re.IGNORECASE)


def profiled(facts: Facts) -> tuple[CaseSource, ...]:
    """Return the sources that count and have been measured."""
    return tuple(source for source in facts.content.sources if source.counts and source.profile)


def _columns(facts: Facts) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        column for source in profiled(facts) for column in (source.profile or {}).get("columns", ())
    )


def _named(facts: Facts, row: Row) -> Mapping[str, Any] | None:
    """Return the column that a requirement names, in the source of its need, if measured."""
    wanted, profile = row.text("column"), _profile(facts, row)
    found = [
        column
        for column in profile.get("columns", ())
        if wanted and same_name(column["name"], wanted)
    ]
    return found[0] if len(found) == 1 else None


def _profile(facts: Facts, row: Row) -> Mapping[str, Any]:
    """Return the profile of the one source that a requirement's need is found in, or nothing."""
    wanted = row.text("need")
    named = [facts.source_of(need) for need in facts.needs if same_name(need.text("name"), wanted)]
    first = named[0] if named else None
    if first is None or any(source != first for source in named):
        return {}
    return first.profile or {}


def _waived(facts: Facts, row: Row) -> bool:
    """Tell whether a waiver speaks of a requirement: its column, or its need where it has none."""
    mark = folded(row.text("column") or row.text("need"))
    return any(mark in folded(waiver.text("requirement")) for waiver in facts.rows(WAIVERS))


def _column_unknown(facts: Facts, on: date) -> Iterator[Found]:
    names = [column["name"] for column in _columns(facts)]
    for row in facts.requirements if names else ():
        wanted = row.text("column")
        if wanted and not any(same_name(wanted, name) for name in names):
            yield Found(
                row.at("column"),
                f"No measured source has a column “{wanted}”.",
                "Write the column as the source spells it, or add the source that has it.",
            )


def _column_useless(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.requirements:
        column = _named(facts, row)
        if column is None or _waived(facts, row):
            continue
        for alert in column.get("alerts", ()):
            if alert.startswith(USELESS):
                yield Found(
                    row.at("column"),
                    f"The column “{column['name']}” can hardly be used. {alert}",
                    "Say in the findings what follows, or find the data elsewhere.",
                )
                break


def _column_looks_personal(facts: Facts, on: date) -> Iterator[Found]:
    personal = {
        folded(need.text("name"))
        for need in facts.needs
        if need.text("sensitivity") in ("personal", "special")
    }
    known = {folded(need.text("name")) for need in facts.needs}
    for row in facts.requirements:
        if row.text("check") == "uniqueness":  # a key, which the model does not learn from
            continue
        column, need = _named(facts, row), folded(row.text("need"))
        if column and column.get("looks_personal") and need in known - personal:
            yield Found(
                row.at("column"),
                f"The column “{column['name']}” looks personal, and its need "
                f"“{row.text('need')}” is said not to be.",
                "Correct the sensitivity and the legal basis of the need, or leave the column out.",
            )


def _check_failed(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.requirements:
        measured, unit = _measured(facts, row)
        wanted = _limit(row.text("threshold"))
        if measured is None or wanted is None or measured >= wanted or _waived(facts, row):
            continue
        yield Found(
            row.at("threshold"),
            f"{row.text('need')}: {figure(measured, unit)} was measured where "
            f"{figure(wanted, unit)} is asked, and no waiver says so.",
            "Mend the data, ask for a waiver in stage 5, or say why the limit was wrong.",
        )


def _measured(facts: Facts, row: Row) -> tuple[Decimal | None, str]:
    """Return what the profile says to a check of completeness or of rows."""
    if row.text("check") == "completeness":
        column = _named(facts, row)
        if column is not None:
            return (1 - Decimal(column["missing_share"])) * 100, "%"
    if row.text("check") == "rows" and "rows" in (profile := _profile(facts, row)):
        return Decimal(profile["rows"]), "rows"
    return None, ""


def _limit(threshold: str) -> Decimal | None:
    match = _AT_LEAST.match(threshold)
    found = numbers(match.group(1)) if match else ()
    return found[0] if len(found) == 1 else None


def _waiver_lapsed(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(WAIVERS):
        until = stored_date(row.text("until"))
        if until and until < on:
            yield Found(
                row.at("until"),
                f"The waiver of “{row.text('requirement')}” ended on {day(until)}.",
                "Mend the data, or have the waiver given again with a later date.",
            )


def _waived_by_manager(facts: Facts, on: date) -> Iterator[Found]:
    manager = folded(facts.content.manager)
    for row in facts.rows(WAIVERS):
        if manager and folded(row.text("waived_by")) == manager:
            yield Found(
                row.at("waived_by"),
                f"The project manager waives “{row.text('requirement')}” alone.",
                "Name the person who carries the consequence.",
            )


def _verdict_contradicts(facts: Facts, on: date) -> Iterator[Found]:
    verdict, waivers = facts.text(VERDICT), len(facts.rows(WAIVERS))
    if verdict == "sufficient" and waivers:
        yield Found(
            VERDICT,
            f"The data is called sufficient, and {waivers} failed "
            f"{'check is' if waivers == 1 else 'checks are'} waived.",
            "Choose “Sufficient with waivers”, or take the waivers out.",
        )
    if verdict == "with_waivers" and not waivers:
        yield Found(
            VERDICT,
            "The data is called sufficient with waivers, and there is no waiver.",
            "Add the waiver with its end and the person who gives it, or correct the verdict.",
        )


def _insufficient(facts: Facts, on: date) -> Iterator[Found]:
    if facts.text(VERDICT) == "insufficient":
        yield Found(
            VERDICT,
            "The people who looked at the data call it insufficient.",
            "Say in answer 6 why the project is submitted all the same, or mend the data first.",
        )


def _join_low(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(JOINS):
        match = row.number("match")
        if match is not None and match < JOIN_AT_LEAST:
            yield Found(
                row.at("match"),
                f"Only {figure(match, '%')} of “{row.text('left')}” find a partner in "
                f"“{row.text('right')}”.",
                "Say which rows find none, and whether they differ from the others.",
            )


RAWDATA = Subject(
    "The raw data",
    (
        Rule(
            "check_failed",
            Severity.ERROR,
            "A measured check falls short of its limit, and no waiver covers it.",
            "The limit was set by the team itself; passing over it in silence is not an answer.",
            _check_failed,
        ),
        Rule(
            "column_unknown",
            Severity.WARNING,
            "A requirement names a column that no measured source has.",
            "A check on a column that is not there checks nothing.",
            _column_unknown,
        ),
        Rule(
            "column_useless",
            Severity.WARNING,
            "A column that a requirement names is empty, constant or mostly missing.",
            "The measured profile says that nothing can be learnt from it.",
            _column_useless,
        ),
        Rule(
            "column_looks_personal",
            Severity.WARNING,
            "A column looks personal, and its need is said not to be.",
            "GDPR, article 4(1): what can be traced to a person is personal, whatever its name.",
            _column_looks_personal,
        ),
        Rule(
            "waiver_lapsed",
            Severity.WARNING,
            "A waiver has ended.",
            "From that day on the failed check counts again.",
            _waiver_lapsed,
        ),
        Rule(
            "waived_by_manager",
            Severity.WARNING,
            "The project manager waives a failed check.",
            "A waiver is worth what the authority of its giver is worth.",
            _waived_by_manager,
        ),
        Rule(
            "verdict_contradicts",
            Severity.WARNING,
            "The verdict on the data and the waivers contradict each other.",
            "One of the two was not looked at.",
            _verdict_contradicts,
        ),
        Rule(
            "data_insufficient",
            Severity.WARNING,
            "The team itself calls the data insufficient.",
            "It can be honest to submit all the same, but the reason must stand in the answer.",
            _insufficient,
        ),
        Rule(
            "join_low",
            Severity.WARNING,
            f"Fewer than {figure(JOIN_AT_LEAST, '%')} of the rows of a join find a partner.",
            "Rule of thumb: what is lost in a join is rarely lost at random.",
            _join_low,
        ),
    ),
)
