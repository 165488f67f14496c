"""The law: whether the system and its data are allowed."""

from collections.abc import Iterator
from datetime import date

from initiation.facts import NEEDS, TASKS, Facts, same_name
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import UNWATCHED, chosen, learning, title

PERSONAL = frozenset({"personal", "special"})
NO_BASIS = frozenset({"not_personal", "not_settled"})


def _prohibited(facts: Facts, on: date) -> Iterator[Found]:
    for task in facts.tasks:
        if task.text("ai_act") == "prohibited":
            yield Found(
                task.at("ai_act"),
                f"{title(task)} is a prohibited practice under the EU AI Act.",
                "Do not submit it; change the purpose, or let a lawyer correct the class.",
            )


def _high_risk(facts: Facts, on: date) -> Iterator[Found]:
    for task in facts.tasks:
        if task.text("ai_act") == "high":
            yield Found(
                task.at("ai_act"),
                f"{title(task)} is of high risk under the EU AI Act.",
                "Have the duties of a high-risk system costed and their owner named before the "
                "examination.",
            )


def _class_unsettled(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(TASKS, "ai_act"):
        return
    for task in learning(facts):
        if task.text("ai_act") in ("", "unsure"):
            yield Found(
                task.at("ai_act"),
                f"{title(task)} has no settled class under the EU AI Act.",
                "Ask a lawyer for the class and enter it.",
            )


def _unwatched_high_risk(facts: Facts, on: date) -> Iterator[Found]:
    for task in facts.tasks:
        if task.text("ai_act") == "high" and task.text("human_role") in UNWATCHED:
            yield Found(
                task.at("human_role"),
                f"{title(task)} is of high risk, and no person can stop its answer in time.",
                "Give a person the power to decide, approve or override.",
            )


def _decided_alone(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        about_people = any(
            need.text("sensitivity") in ("personal", "special")
            and same_name(need.text("task"), task.text("name"))
            for need in facts.needs
        )
        if about_people and task.text("human_role") == "none":
            yield Found(
                task.at("human_role"),
                f"{title(task)} uses personal data and decides without any person.",
                "Let a person take part in the decision, or have the ground under GDPR article 22 "
                "confirmed.",
            )


def _need_without_basis(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(NEEDS, "legal_basis"):
        return
    for need in facts.needs:
        basis = need.text("legal_basis")
        personal = need.text("sensitivity") in PERSONAL
        if not basis or (basis == "not_settled" and not personal):
            yield Found(
                need.at("legal_basis"),
                f"{title(need)} has no legal basis.",
                "Settle with the data protection officer on which basis it may be used.",
            )


def _personal_without_basis(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if need.text("sensitivity") in PERSONAL and need.text("legal_basis") in NO_BASIS:
            yield Found(
                need.at("legal_basis"),
                f"{title(need)} is personal data, and its legal basis is "
                f"“{chosen(facts, need, 'legal_basis')}”.",
                "Settle the basis of GDPR article 6 for this use, or leave the data out.",
            )


def _special_category(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if need.text("sensitivity") == "special":
            yield Found(
                need.at("sensitivity"),
                f"{title(need)} is data of a special category.",
                "Name the ground of GDPR article 9 and cite the impact assessment, or do without.",
            )


def _personal_without_retention(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(NEEDS, "retention"):
        return
    for need in facts.needs:
        if need.text("sensitivity") in PERSONAL and not need.text("retention"):
            yield Found(
                need.at("retention"),
                f"{title(need)} is personal data, and nothing says when the copy is deleted.",
                "Write how long the copy is kept.",
            )


LAW = Subject(
    "The law",
    (
        Rule(
            "ai_act_prohibited",
            Severity.ERROR,
            "A task is a prohibited practice.",
            "EU AI Act (Regulation 2024/1689), article 5: it may not be put into service at all.",
            _prohibited,
        ),
        Rule(
            "ai_act_high",
            Severity.WARNING,
            "A task is of high risk.",
            "EU AI Act, articles 8 to 15 and 26: risk management, records, oversight and more, "
            "all of which cost money.",
            _high_risk,
        ),
        Rule(
            "ai_act_unsettled",
            Severity.WARNING,
            "The class of a task under the EU AI Act is not settled.",
            "The duties, and whether the system is allowed, depend on the class (article 6).",
            _class_unsettled,
        ),
        Rule(
            "oversight_missing",
            Severity.ERROR,
            "A task of high risk has no person who can stop its answer.",
            "EU AI Act, article 14: high-risk systems must be overseen by people while in use.",
            _unwatched_high_risk,
        ),
        Rule(
            "decided_alone",
            Severity.WARNING,
            "A task with personal data decides without any person.",
            "GDPR, article 22: nobody need accept a decision with such effects made only by a "
            "machine.",
            _decided_alone,
        ),
        Rule(
            "need_without_basis",
            Severity.ERROR,
            "A data need has no settled legal basis.",
            "GDPR, articles 5 and 6: whether it is personal, and on what basis, comes before use.",
            _need_without_basis,
        ),
        Rule(
            "personal_without_basis",
            Severity.ERROR,
            "Personal data has no legal basis.",
            "GDPR, article 6: processing without a basis is unlawful.",
            _personal_without_basis,
        ),
        Rule(
            "special_category",
            Severity.WARNING,
            "A need is data of a special category.",
            "GDPR, article 9: forbidden unless one of its grounds applies.",
            _special_category,
        ),
        Rule(
            "personal_without_retention",
            Severity.WARNING,
            "Nothing says how long a copy of personal data is kept.",
            "GDPR, article 5(1)(e): no longer than the purpose needs.",
            _personal_without_retention,
        ),
    ),
)
