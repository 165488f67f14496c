"""The corpus of planted weaknesses: good demo projects, each with one flaw.

A line reads: in this project, this code is found at this place after this edit.
"""

from dataclasses import replace

from initiation.casefile import CaseContent
from tests.initiation.preflight.planting import (
    INVOICES,
    TICKETS,
    VANS,
    Edit,
    Flaw,
    add,
    both,
    drop,
    eur,
    put,
    spread,
)


def _evidence_ends(ref: str, last_day: str) -> Edit:
    def apply(content: CaseContent) -> CaseContent:
        evidence = tuple(
            replace(item, expires_on=last_day) if item.ref == ref else item
            for item in content.evidence
        )
        return replace(content, evidence=evidence)

    return apply


def _one_more_evidence(content: CaseContent) -> CaseContent:
    return replace(content, evidence=(*content.evidence, replace(content.evidence[0], ref="E-99")))


def _reviewer_is_author(content: CaseContent) -> CaseContent:
    author = content.question_set("ml").answer("tasks").author
    return put("exam.apparatus.reviewer", author)(content)


PROBLEM = "problem.measures.measures"
STEPS = "problem.process.steps"
GOALS = "problem.success.criteria"
TASKS = "ml.tasks.tasks"
NEEDS = "data.needs.needs"
ROUTES = "exam.why_ml.options"
SAVINGS = "management.money.savings"

PLANTED: tuple[Flaw, ...] = (
    # Stage 1
    Flaw(TICKETS, "measure_twice", f"{PROBLEM}.1.measure",
         both(put(f"{PROBLEM}.1.measure", "misrouted  tickets"),
              put(f"{PROBLEM}.1.unit", "% of tickets"))),
    Flaw(VANS, "measure_twice", "management.improvement.measures.3.measure",
         add("management.improvement.measures",
             {"measure": "Days from call to repair", "unit": "days, mean", "now": "4.9",
              "then": "4.2", "when": "2027-12-31", "measured_by": "Radek Novy"})),
    Flaw(INVOICES, "measure_twice", f"{GOALS}.3.measure",
         add(GOALS, {"kind": "business", "measure": "Invoices unmatched at first pass",
                     "threshold": "At most 2,130 a month", "how_measured": "Ledger report"})),
    Flaw(TICKETS, "criterion_without_number", f"{GOALS}.0.threshold",
         put(f"{GOALS}.0.threshold", "Much lower than today, to everybody's satisfaction")),
    Flaw(INVOICES, "criterion_without_number", f"{GOALS}.2.threshold",
         put(f"{GOALS}.2.threshold", "Below the minutes saved")),
    Flaw(VANS, "criterion_without_number", f"{GOALS}.1.threshold",
         put(f"{GOALS}.1.threshold", "Clearly cheaper, on later months")),
    Flaw(INVOICES, "criterion_without_number", "mlops.poc.success_test",
         put("mlops.poc.success_test", "The clerks find the proposals promising.")),
    Flaw(INVOICES, "nothing_improves", f"{PROBLEM}.0.target",
         both(put(f"{PROBLEM}.0.target", "31"), put(f"{PROBLEM}.1.target", "6500"))),
    Flaw(VANS, "measure_without_source", f"{PROBLEM}.0.source", drop(f"{PROBLEM}.0.source")),
    Flaw(TICKETS, "measure_without_source", f"{PROBLEM}.2.source", drop(f"{PROBLEM}.2.source")),
    Flaw(VANS, "measured_by_manager", f"{PROBLEM}.2.measured_by",
         put(f"{PROBLEM}.2.measured_by", "Milena Horak")),
    Flaw(TICKETS, "stakeholder_unheard", "problem.stakeholders.stakeholders.2.consulted_on",
         drop("problem.stakeholders.stakeholders.2.consulted_on")),
    Flaw(VANS, "assumption_of_nobody", "problem.assumptions.assumptions.0.owner",
         put("problem.assumptions.assumptions.0.owner", "The project team")),
    # Estimates
    Flaw(TICKETS, "doing_nothing_missing", "problem.cost.doing_nothing.likely",
         drop("problem.cost.doing_nothing")),
    Flaw(VANS, "doing_nothing_cheaper", "problem.cost.doing_nothing.likely",
         put("problem.cost.doing_nothing", spread("1900000", "2100000", "2300000"))),
    Flaw(INVOICES, "range_without_spread", "problem.cost.today.low",
         put("problem.cost.today", spread("485000", "485000", "485000", "807 hours x 42 x 12"))),
    Flaw(VANS, "range_without_spread", "architecture.running.running_cost.low",
         put("architecture.running.running_cost",
             spread("2000", "2000", "2000", "Platform 900, the rest 1,100"))),
    Flaw(INVOICES, "sum_without_formula", "problem.cost.today.basis",
         put("problem.cost.today.basis", "Experience of the management")),
    Flaw(TICKETS, "sum_without_formula", "architecture.running.running_cost.basis",
         put("architecture.running.running_cost.basis", "")),
    Flaw(VANS, "figures_out_of_order", f"{SAVINGS}.0.low", put(f"{SAVINGS}.0.low", eur("290000"))),
    Flaw(TICKETS, "effect_without_spread", f"{ROUTES}.5.effect_low",
         both(put(f"{ROUTES}.5.effect_low", eur("128000")),
              put(f"{ROUTES}.5.effect_high", eur("128000")))),
    # Stage 2
    Flaw(TICKETS, "integration_not_agreed", "architecture.integrations.integrations.0.agreed",
         put("architecture.integrations.integrations.0.agreed", False)),
    # Stage 3
    Flaw(TICKETS, "no_baseline", f"{TASKS}.0.baseline",
         put(f"{TASKS}.0.baseline", "None, because this is done by hand today")),
    Flaw(INVOICES, "no_baseline", f"{TASKS}.0.baseline_value", drop(f"{TASKS}.0.baseline_value")),
    Flaw(VANS, "no_baseline", f"{TASKS}.2.baseline_value", drop(f"{TASKS}.2.baseline_value")),
    Flaw(TICKETS, "metric_unfit", f"{TASKS}.0.metric",
         both(put(f"{TASKS}.0.metric", "mae"), put(f"{TASKS}.0.threshold", "0.1"))),
    Flaw(VANS, "metric_unfit", f"{TASKS}.0.metric", put(f"{TASKS}.0.metric", "brier")),
    Flaw(TICKETS, "threshold_below_baseline", f"{TASKS}.0.threshold",
         put(f"{TASKS}.0.threshold", "0.2")),
    Flaw(VANS, "threshold_below_baseline", f"{TASKS}.1.threshold",
         put(f"{TASKS}.1.threshold", "19.9")),
    Flaw(INVOICES, "threshold_below_baseline", f"{TASKS}.0.threshold",
         put(f"{TASKS}.0.baseline_value", "0.975")),
    Flaw(INVOICES, "accuracy_misleads", f"{TASKS}.0.metric", put(f"{TASKS}.0.metric", "accuracy")),
    Flaw(TICKETS, "errors_cost_nothing", f"{TASKS}.0.false_negative_cost",
         both(put(f"{TASKS}.0.false_positive_cost", eur("0")),
              put(f"{TASKS}.0.false_negative_cost", eur("0")))),
    Flaw(TICKETS, "unwatched_and_dear", f"{TASKS}.0.human_role",
         put(f"{TASKS}.0.human_role", "informed")),
    Flaw(VANS, "unwatched_and_dear", f"{TASKS}.0.human_role",
         put(f"{TASKS}.0.human_role", "informed")),
    Flaw(TICKETS, "stop_without_number", f"{TASKS}.0.stop",
         put(f"{TASKS}.0.stop", "If customers do not like it, we think again.")),
    Flaw(VANS, "stop_without_number", f"{TASKS}.1.stop", drop(f"{TASKS}.1.stop")),
    Flaw(INVOICES, "stop_without_date", f"{TASKS}.0.stop",
         put(f"{TASKS}.0.stop", "Below 0.97 on the set of 1,200, after 32,000 EUR: we stop.")),
    Flaw(TICKETS, "solvable_without_evidence", f"{TASKS}.0.solvable_evidence",
         drop(f"{TASKS}.0.solvable_evidence")),
    Flaw(INVOICES, "nothing_to_learn", f"{TASKS}.0.task_type", put(f"{TASKS}.0.solvable", "no")),
    # Stage 4
    Flaw(TICKETS, "need_without_source", f"{NEEDS}.2.source_system",
         drop(f"{NEEDS}.2.source_system")),
    Flaw(VANS, "need_without_source", f"{NEEDS}.0.source_system",
         put(f"{NEEDS}.0.source_system", "To be decided")),
    Flaw(INVOICES, "need_without_owner", f"{NEEDS}.1.owner", drop(f"{NEEDS}.1.owner")),
    Flaw(TICKETS, "need_without_owner", f"{NEEDS}.0.owner", put(f"{NEEDS}.0.owner", "IT")),
    Flaw(VANS, "owner_not_agreed", f"{NEEDS}.1.agreed_on", drop(f"{NEEDS}.1.agreed_on")),
    Flaw(TICKETS, "owner_not_agreed", f"{NEEDS}.1.agreed_on",
         put(f"{NEEDS}.1.agreed_on", "2027-01-31")),
    Flaw(VANS, "attribute_not_known", f"{NEEDS}.2.known_at_prediction",
         put(f"{NEEDS}.2.known_at_prediction", False)),
    Flaw(TICKETS, "attribute_not_known", f"{NEEDS}.2.known_at_prediction",
         put(f"{NEEDS}.2.known_at_prediction", False)),
    Flaw(TICKETS, "target_leak", f"{NEEDS}.2.name",
         put("data.requirements.requirements.3.column", "final_team")),
    Flaw(VANS, "target_leak", f"{NEEDS}.3.name", put(f"{NEEDS}.3.name", "Part needed")),
    Flaw(INVOICES, "label_missing", NEEDS, drop(f"{NEEDS}.0")),
    Flaw(TICKETS, "rows_too_few", f"{NEEDS}.0.rows", put(f"{NEEDS}.0.rows", "300")),
    Flaw(INVOICES, "rows_too_few", f"{NEEDS}.1.rows", put(f"{NEEDS}.1.rows", "500")),
    Flaw(VANS, "impossible_without_fallback", f"{NEEDS}.1.fallback",
         put(f"{NEEDS}.1.status", "impossible")),
    Flaw(INVOICES, "creation_without_fallback", f"{NEEDS}.0.fallback",
         put(f"{NEEDS}.0.status", "must_create")),
    Flaw(INVOICES, "label_agreement_low", f"{NEEDS}.0.label_agreement",
         put(f"{NEEDS}.0.label_agreement", "91")),
    Flaw(VANS, "label_agreement_low", f"{NEEDS}.0.label_agreement",
         put(f"{NEEDS}.0.label_agreement", "62")),
    Flaw(VANS, "requirement_without_need", "data.requirements.requirements.4.need",
         put("data.requirements.requirements.4.need", "Error code of the display")),
    Flaw(TICKETS, "need_without_check", "data.requirements.requirements",
         drop("data.requirements.requirements.3")),
    # The law
    Flaw(TICKETS, "ai_act_prohibited", f"{TASKS}.0.ai_act", put(f"{TASKS}.0.ai_act", "prohibited")),
    Flaw(INVOICES, "ai_act_high", f"{TASKS}.0.ai_act", put(f"{TASKS}.0.ai_act", "high")),
    Flaw(VANS, "ai_act_unsettled", f"{TASKS}.1.ai_act", put(f"{TASKS}.1.ai_act", "unsure")),
    Flaw(VANS, "oversight_missing", f"{TASKS}.0.human_role",
         both(put(f"{TASKS}.0.ai_act", "high"), put(f"{TASKS}.0.human_role", "none"))),
    Flaw(TICKETS, "decided_alone", f"{TASKS}.0.human_role", put(f"{TASKS}.0.human_role", "none")),
    Flaw(INVOICES, "need_without_basis", f"{NEEDS}.0.legal_basis", drop(f"{NEEDS}.0.legal_basis")),
    Flaw(TICKETS, "personal_without_basis", f"{NEEDS}.1.legal_basis",
         put(f"{NEEDS}.1.legal_basis", "not_personal")),
    Flaw(VANS, "personal_without_basis", f"{NEEDS}.1.legal_basis",
         put(f"{NEEDS}.1.legal_basis", "not_settled")),
    Flaw(TICKETS, "special_category", f"{NEEDS}.1.sensitivity",
         put(f"{NEEDS}.1.sensitivity", "special")),
    Flaw(VANS, "personal_without_retention", f"{NEEDS}.1.retention", drop(f"{NEEDS}.1.retention")),
    # Stage 5
    Flaw(INVOICES, "check_failed", "data.requirements.requirements.1.threshold",
         both(put("rawdata.verdict.verdict", "sufficient"), drop("rawdata.waivers.waivers"))),
    Flaw(VANS, "check_failed", "data.requirements.requirements.6.threshold",
         put("data.requirements.requirements.6.threshold", ">= 90 %")),
    Flaw(TICKETS, "check_failed", "data.requirements.requirements.2.threshold",
         put("data.requirements.requirements.2.threshold", ">= 60000")),
    Flaw(TICKETS, "column_unknown", "data.requirements.requirements.3.column",
         put("data.requirements.requirements.3.column", "produkt")),
    Flaw(VANS, "column_useless", "data.requirements.requirements.4.column",
         both(put("rawdata.verdict.verdict", "sufficient"), drop("rawdata.waivers.waivers"),
              put("data.requirements.requirements.4.threshold", ">= 40 %"))),
    Flaw(TICKETS, "waiver_lapsed", "rawdata.waivers.waivers.0.until",
         put("rawdata.waivers.waivers.0.until", "2026-10-31")),
    Flaw(INVOICES, "waived_by_manager", "rawdata.waivers.waivers.0.waived_by",
         put("rawdata.waivers.waivers.0.waived_by", "Tomas Reiter")),
    Flaw(VANS, "verdict_contradicts", "rawdata.verdict.verdict",
         put("rawdata.verdict.verdict", "sufficient")),
    Flaw(TICKETS, "data_insufficient", "rawdata.verdict.verdict",
         put("rawdata.verdict.verdict", "insufficient")),
    Flaw(VANS, "join_low", "rawdata.joins.joins.0.match", put("rawdata.joins.joins.0.match", "61")),
    # The seven answers
    Flaw(TICKETS, "summary_thin", "exam.fit.summary",
         put("exam.fit.summary", "The architecture is modern and scalable.")),
    Flaw(INVOICES, "summary_thin", "exam.data.summary",
         put("exam.data.summary", "Everything we need lies in the ledger.")),
    Flaw(TICKETS, "capacity_below_peak", "exam.fit.capacity.1.sized_for",
         put("exam.fit.capacity.1.sized_for", "90")),
    Flaw(VANS, "capacity_below_peak", "exam.fit.capacity.0.sized_for",
         put("exam.fit.capacity.0.sized_for", "600")),
    Flaw(VANS, "consent_open", "exam.data.consents.2.status",
         put("exam.data.consents.2.status", "refused")),
    Flaw(TICKETS, "consent_open", "exam.data.consents.2.status",
         put("exam.data.consents.2.date", "2026-09-30")),
    Flaw(VANS, "reviewer_wrote_it", "exam.apparatus.reviewer", _reviewer_is_author),
    # Money
    Flaw(TICKETS, "do_nothing_missing", ROUTES, drop(f"{ROUTES}.0")),
    Flaw(VANS, "ml_route_missing", ROUTES, drop(f"{ROUTES}.5")),
    Flaw(INVOICES, "volume_missing", "exam.why_ml.volume", drop("exam.why_ml.volume")),
    Flaw(VANS, "saving_twice", f"{SAVINGS}.1.what",
         put(f"{SAVINGS}.1.what", "Contract technicians not called for second visits")),
    Flaw(VANS, "moved_without_stop", "management.staff.roles.0.stops",
         drop("management.staff.roles.0.stops")),
    Flaw(TICKETS, "effect_above_problem", f"{ROUTES}.5.effect_likely",
         both(put(f"{ROUTES}.5.effect_likely", eur("430000")),
              put(f"{ROUTES}.5.effect_high", eur("450000")))),
    Flaw(INVOICES, "doing_nothing_contradicts", f"{ROUTES}.0.effect_likely",
         both(put(f"{ROUTES}.0.effect_likely", eur("0")),
              put(f"{ROUTES}.0.effect_high", eur("0")))),
    # Time
    Flaw(TICKETS, "target_in_the_past", f"{PROBLEM}.0.by_when",
         put(f"{PROBLEM}.0.by_when", "2026-10-31")),
    Flaw(VANS, "deadline_past", "problem.timing.deadline",
         put("problem.timing.deadline", "2026-09-30")),
    Flaw(VANS, "deadline_before_ready", f"{ROUTES}.5.months",
         put("problem.timing.deadline", "2027-03-31")),
    Flaw(INVOICES, "label_too_late", f"{TASKS}.0.known_after",
         put(f"{TASKS}.0.known_after", "400")),
    Flaw(VANS, "outcome_after_decision", f"{TASKS}.0.known_after",
         put(f"{TASKS}.0.known_after", "365")),
    Flaw(VANS, "retraining_outruns_labels", "mlops.upkeep.retraining",
         put("mlops.upkeep.retraining", "daily")),
    # Between the stages
    Flaw(TICKETS, "events_above_process", f"{TASKS}.0.events",
         put(f"{TASKS}.0.events", "62000")),
    Flaw(INVOICES, "events_above_process", "exam.why_ml.volume",
         put("exam.why_ml.volume", "32500")),
    Flaw(VANS, "requests_contradict", "mlops.volume_and_operation.requests_a_day.likely",
         both(put("mlops.volume_and_operation.requests_a_day.likely", "60000"),
              put("mlops.volume_and_operation.requests_a_day.high", "90000"))),
    Flaw(TICKETS, "running_above_route", f"{ROUTES}.5.yearly_high",
         both(put("architecture.running.running_cost.likely", "7500"),
              put("architecture.running.running_cost.high", "9000"))),
    Flaw(VANS, "people_contradict", f"{ROUTES}.5.people", put("architecture.running.people", "3")),
    Flaw(VANS, "staff_too_few", "management.staff.roles",
         both(drop("management.staff.roles.2"), drop("management.staff.roles.0"))),
    Flaw(INVOICES, "cost_cap_exceeded", "architecture.running.running_cost.likely",
         both(put("architecture.running.running_cost.likely", "800"),
              put("architecture.running.running_cost.high", "900"))),
    Flaw(TICKETS, "cost_above_labour", "problem.cost.today.likely",
         both(put(f"{STEPS}.0.minutes", "0"), put(f"{STEPS}.1.minutes", "0"),
              put(f"{STEPS}.2.minutes", "2"), put(f"{STEPS}.3.minutes", "0"))),
    Flaw(VANS, "measure_contradicts", "management.improvement.measures.0.then",
         put("management.improvement.measures.0.then", "18")),
    Flaw(VANS, "savings_above_route", SAVINGS,
         both(put(f"{SAVINGS}.1.likely", eur("520000")), put(f"{SAVINGS}.1.high", eur("600000")))),
    Flaw(TICKETS, "foreign_currency", f"{ROUTES}.3.setup_likely",
         put(f"{ROUTES}.3.setup_likely", {"amount": "30000.00", "currency": "USD"})),
    # Evidence
    Flaw(INVOICES, "evidence_expired", f"{TASKS}.0.reference",
         _evidence_ends("E-4", "2026-10-31")),
    Flaw(VANS, "evidence_unused", "evidence.E-99", _one_more_evidence),
)  # fmt: skip
