"""My work: the first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission, can
from accounts.reader import reader_of
from reviews.content.work import ended, on_others, your_turn
from reviews.queries.turns import turns_of
from reviews.queries.work import recently_ended, waiting_for, waiting_on_others

SHOWN = 100
ENDED_SHOWN = 3


@login_required
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what waits for others, and what ended last."""
    user = reader_of(request)
    people = ("manager", "director", "sponsor", "department")
    mine = list(waiting_for(user).select_related(*people)[:SHOWN])
    others = list(waiting_on_others(user).select_related(*people)[:SHOWN])
    turns = turns_of([*mine, *others])
    context = {
        "your_turn_count": len(mine),  # as the head of every page counts, without asking again
        "groups": your_turn(user, mine, turns),
        "others": on_others(user, others, turns),
        "ended": ended(recently_ended(user)[:ENDED_SHOWN]),
        "may_open": bool(can(user, Permission.OPEN_PROJECT)),
        "cut": len(mine) == SHOWN or len(others) == SHOWN,
    }
    return render(request, "reviews/my_work.html", context)
