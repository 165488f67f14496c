"""Money, pure: routes costed side by side, and what it costs to be wrong.

``costed`` and ``contest`` take ``Route`` records, ``least_useful`` takes ``ErrorCosts``. How they
are read from the answers of a project stands in ``initiation/costs.py``.
"""

from initiation.money.errors import (
    ErrorCosts,
    LeastUseful,
    Measure,
    least_useful,
    share_of_running,
)
from initiation.money.flows import Flow, cost, payback, present_value
from initiation.money.options import (
    ML,
    NOTHING,
    YEARS,
    Ahead,
    BreakEven,
    Contest,
    Costed,
    Outcome,
    Route,
    Span,
    break_even,
    contest,
    costed,
)

__all__ = [
    "ML",
    "NOTHING",
    "YEARS",
    "Ahead",
    "BreakEven",
    "Contest",
    "Costed",
    "ErrorCosts",
    "Flow",
    "LeastUseful",
    "Measure",
    "Outcome",
    "Route",
    "Span",
    "break_even",
    "contest",
    "cost",
    "costed",
    "least_useful",
    "payback",
    "present_value",
    "share_of_running",
]
