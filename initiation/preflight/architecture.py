"""Stage 2: whether the components were really compared, and the choice follows from it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.comparison import Candidate, Comparison
from initiation.facts import COMPONENTS, Facts, Place, folded
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.wording import figure, says_nothing

INTEGRATIONS = Place("architecture", "integrations", "integrations")


def _few_candidates(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        names = {folded(one.name) for one in comparison.candidates}
        if len(names) < 2:
            yield Found(
                _place(comparison.candidates[0], "candidate"),
                f"“{_function(facts, comparison)}” has only one candidate, "
                f"“{comparison.candidates[0].name}”.",
                "Compare it with another that a sensible person might have picked.",
            )


def _place(candidate: Candidate, column: str) -> Place:
    return Place(
        COMPONENTS.set_code,
        COMPONENTS.question_code,
        COMPONENTS.field,
        f".candidates.{candidate.index}.{column}",
    )


def _function(facts: Facts, comparison: Comparison) -> str:
    spec = facts.spec(COMPONENTS)
    return dict(spec.choices if spec else ()).get(comparison.function, comparison.function)


def _none_chosen(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        if not comparison.chosen:
            yield Found(
                _place(comparison.candidates[0], "chosen"),
                f"None of the {len(comparison.candidates)} candidates for "
                f"“{_function(facts, comparison)}” is chosen.",
                "Choose one, or take the function out if it is not needed.",
            )


def _two_chosen(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        first, *others = comparison.chosen or (None,)
        for other in others:
            yield Found(
                _place(other, "chosen"),
                f"“{_function(facts, comparison)}” has two chosen candidates: "
                f"“{first.name if first else ''}” and “{other.name}”.",
                "Choose one of them.",
            )


def _chosen_fails_must(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        for one in comparison.chosen:
            if one.failed:
                names = ", ".join(f"“{criterion.name}”" for criterion in one.failed)
                yield Found(
                    _place(one, "chosen"),
                    f"“{one.name}” is chosen and does not meet the must-have {names}.",
                    "Choose a candidate that meets it, or make it a criterion with a weight.",
                )


def _not_the_winner(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        ahead = comparison.leaders
        for one in comparison.chosen if len(comparison.chosen) == 1 else ():
            why = facts.candidate(one.index).text("why")
            named = any(folded(leader.name) in folded(why) for leader in ahead if leader.name)
            if not ahead or one in ahead or not one.eligible or named:
                continue
            yield Found(
                _place(one, "why"),
                f"“{one.name}” is chosen for “{_function(facts, comparison)}”, and "
                f"“{ahead[0].name}” is ranked first{_apart(ahead[0], one)}; the reason does not "
                "speak of it.",
                "Say what the ranking does not show, naming the candidate that it puts first.",
            )


def _apart(first: Candidate, one: Candidate) -> str:
    """Return how far two candidates are apart, in brackets; nothing while one has no total."""
    if first.total is None or one.total is None:
        return ""
    totals = (round(candidate, 2) for candidate in (first.total, one.total))
    words = [figure(Decimal(total.numerator) / total.denominator) for total in totals]
    return f" ({words[0]} against {words[1]})"


def _chosen_unfounded(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        for one in comparison.chosen:
            cells = one.row.get("scores", {}).values()
            if cells and all(
                says_nothing(cell.get("note", "")) and not cell.get("evidence") for cell in cells
            ):
                yield Found(
                    _place(one, "candidate"),
                    f"No score of “{one.name}”, which is chosen, says what it rests on.",
                    "Write beside the decisive scores what was tried or read, or cite it.",
                )


def _exit_cost_missing(facts: Facts, on: date) -> Iterator[Found]:
    for comparison in facts.comparisons:
        for one in comparison.chosen:
            row = facts.candidate(one.index)
            if row.cells.get("exit_cost") is None and facts.asks(COMPONENTS, "exit_cost"):
                yield Found(
                    row.at("exit_cost"),
                    f"Nothing says what it would cost to leave “{one.name}”.",
                    "Estimate the move to another candidate: data, code and people's time.",
                )


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
            "few_candidates",
            Severity.ERROR,
            "A function in use has fewer than two candidates.",
            "One candidate is no comparison; the choice was made before.",
            _few_candidates,
        ),
        Rule(
            "none_chosen",
            Severity.ERROR,
            "A function in use has no chosen candidate.",
            "What is to be built is not decided, so it can be neither costed nor judged.",
            _none_chosen,
        ),
        Rule(
            "two_chosen",
            Severity.ERROR,
            "A function has two chosen candidates.",
            "Both would be paid for, and the comparison decided nothing.",
            _two_chosen,
        ),
        Rule(
            "chosen_fails_must",
            Severity.ERROR,
            "The chosen candidate does not meet a must-have.",
            "Either it cannot be used, or the must-have is none.",
            _chosen_fails_must,
        ),
        Rule(
            "not_the_winner",
            Severity.WARNING,
            "The chosen candidate is not ranked first, and its reason does not name who is.",
            "If the ranking does not decide, the reader must know what did.",
            _not_the_winner,
        ),
        Rule(
            "chosen_unfounded",
            Severity.WARNING,
            "No score of a chosen candidate has a note or evidence.",
            "A score without a trial or a document behind it is a reputation.",
            _chosen_unfounded,
        ),
        Rule(
            "exit_cost_missing",
            Severity.WARNING,
            "A chosen candidate has no exit cost.",
            "What is easy to buy can be dear to leave.",
            _exit_cost_missing,
        ),
        Rule(
            "integration_not_agreed",
            Severity.WARNING,
            "The owner of a system that must be connected has not agreed.",
            "A connection that its owner has not agreed to is the commonest cause of delay.",
            _integration_not_agreed,
        ),
    ),
)
