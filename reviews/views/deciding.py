"""Deciding a round on a page of its own, and the record that stays."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Refused, Stale
from reviews.content.deciding import ACTS, choices, decide_page, message, record, released
from reviews.content.examining import closed_words, outcome_words, round_url
from reviews.forms.deciding import DecisionForm
from reviews.models import Decision, Outcome
from reviews.queries.rounds import Examination, examination, round_for
from reviews.services.deciding import REASON_CODES, blockers, decide

STALE = "The project is not the one you read: its case file has changed."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide_round(request: HttpRequest, ref: str, gate: str, round_number: int) -> HttpResponse:
    """Choose how the round ends, read what will be sent, and record it."""
    user = reader_of(request)
    found = round_for(user, ref, gate, round_number, Permission.DECIDE)
    exam = examination(found, with_verdicts=True)
    if request.method != "POST":
        if not exam.is_open:
            return redirect(round_url("decision", exam))
        return _page(request, exam, {"outcome": request.GET.get("outcome", "")})
    typed = {name: request.POST.get(name, "") for name in DecisionForm.base_fields}
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, exam, typed, errors=form.error_links(), status=422)
    if "edit" in request.POST and exam.is_open:
        return _page(request, exam, typed)
    if "confirm" in request.POST or not exam.is_open:
        return _record(request, exam, form.cleaned_data, typed)
    return _confirm(request, exam, typed)


@login_required
@require_safe
def decision_record(request: HttpRequest, ref: str, gate: str, round_number: int) -> HttpResponse:
    """Show how a round ended, for good: outcome, reasons, verdicts, who, when, hash."""
    user = reader_of(request)
    found = round_for(user, ref, gate, round_number, Permission.VIEW_EXAMINATION)
    exam = examination(found, with_verdicts=hasattr(found, "decision"))
    return render(request, "reviews/decision.html", record(exam, user, REASON_CODES))


def _record(
    request: HttpRequest, exam: Examination, entered: dict[str, Any], typed: dict[str, str]
) -> HttpResponse:
    user = reader_of(request)
    try:
        decide(
            actor=user,
            project=exam.project,
            gate=exam.gate,
            number=exam.round.number,
            outcome=Outcome(entered["outcome"]),
            reasons=entered["reasons"],
            seen_sha256=entered["seen_sha256"],
            reason_code=entered["reason_code"],
            would_change=entered["would_change"],
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _refused(request, exam, typed, refusal)
    return redirect(round_url("decision", exam))


def _refused(
    request: HttpRequest, exam: Examination, typed: dict[str, str], refusal: Refused
) -> HttpResponse:
    """Show what stands against the decision beside the words that were not recorded."""
    user = reader_of(request)
    fresh = round_for(user, exam.project.ref, exam.round.gate, exam.round.number, Permission.DECIDE)
    exam = examination(fresh, with_verdicts=True)
    if exam.is_open:
        return _page(
            request,
            exam,
            typed,
            errors=[("decision", refusal.reason)],
            status=refusal.status,
            read_sha256=typed["seen_sha256"] if isinstance(refusal, Stale) else "",
        )
    if exam.decided and _same(exam.round.decision, user, typed):
        return redirect(round_url("decision", exam))
    return _decided_already(request, exam, typed)


def _decided_already(
    request: HttpRequest, exam: Examination, typed: dict[str, str]
) -> HttpResponse:
    user = reader_of(request)
    context = record(exam, user, REASON_CODES) | {
        "why_not": closed_words(exam),
        "their_outcome": outcome_words(exam) if exam.decided else "",
        "typed": typed,
        "typed_act": ACTS[Outcome(typed["outcome"])],
        "decision_url": round_url("decision", exam),
    }
    return render(request, "reviews/decide_conflict.html", context, status=409)


def _same(made: Decision, user: User, typed: dict[str, str]) -> bool:
    """Whether this is the decision that was just recorded, sent a second time."""
    words = typed["reasons"].replace("\r\n", "\n").strip()
    return (made.decided_by_id, made.outcome, made.reasons) == (
        user.pk,
        typed["outcome"],
        words,
    )


def _confirm(request: HttpRequest, exam: Examination, typed: dict[str, str]) -> HttpResponse:
    outcome = Outcome(typed["outcome"])
    if typed["seen_sha256"] != exam.round.case_file.sha256:
        return _page(
            request,
            exam,
            typed,
            errors=[("decision", STALE)],
            status=409,
            read_sha256=typed["seen_sha256"],
        )
    if objections := blockers(exam.round, outcome):
        errors = [("decision", objections[0].text)]
        return _page(request, exam, typed, errors=errors, status=409)
    rejecting = outcome is Outcome.REJECT
    made = Decision(
        outcome=outcome,
        reasons=typed["reasons"].strip(),
        would_change=typed["would_change"].strip() if rejecting else "",
    )
    context = decide_page(exam, reader_of(request)) | {
        "typed": typed,
        "act": ACTS[outcome],
        "reason_name": REASON_CODES[typed["reason_code"]] if rejecting else "",
        "message": message(exam, made),
        "released": released(exam),
    }
    return render(request, "reviews/decide_confirm.html", context)


def _page(
    request: HttpRequest,
    exam: Examination,
    typed: dict[str, str],
    *,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
    read_sha256: str = "",
) -> HttpResponse:
    blocked = {
        outcome: [(item.text, item.question_code) for item in blockers(exam.round, outcome)]
        for outcome in Outcome
    }
    chosen = typed.get("outcome", "")
    known = chosen in Outcome.values
    context = decide_page(exam, reader_of(request)) | {
        "errors": errors or [],
        "messages_at": dict(errors or []),
        "choices": choices(exam, blocked, chosen),
        "chosen": chosen if known and (errors or not blocked[Outcome(chosen)]) else "",
        "act": ACTS[Outcome(chosen)] if known else "",
        "rejecting": chosen == Outcome.REJECT,
        "reason_codes": list(REASON_CODES.items()),
        "typed": {name: typed.get(name, "") for name in DecisionForm.base_fields},
        "read_sha256": read_sha256,
    }
    return render(request, "reviews/decide.html", context, status=status)
