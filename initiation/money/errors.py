"""The cost of being wrong: the least quality at which a model is worth using.

Two errors have a price: a false positive (a needless act, or an amount that is too high) and a
false negative (a missed case, or an amount that is too low). What follows depends on what the
metric measures.

- **Precision.** Acting on a case that is real with probability p costs ``(1 - p) * FP`` on
  average, leaving it ``p * FN``. Acting is cheaper from ``p* = FP / (FP + FN)`` on, when right
  decisions cost nothing: Elkan, The Foundations of Cost-Sensitive Learning, IJCAI 2001, section 2.
  A group that is acted on must therefore hold at least that share of real cases.
- **Share of errors.** The same seen from the other side: at most ``1 - p* = FN / (FP + FN)``.
- **Expected cost**, of errors, in money an event. A model must be cheaper than the baseline by
  what it costs to run: at most ``baseline - running / events``.
- **Size of an error** (mean absolute error and the like). The stated costs are those of the
  baseline's usual error, half of the errors being of each kind, and the cost grows in proportion
  to the error. So at most ``baseline * (1 - running / (events * (FP + FN) / 2))``.
- **Quantile.** No threshold follows, but the quantile to aim at: ``FN / (FP + FN)``, the critical
  ratio of the newsvendor problem (Arrow, Harris and Marschak, Optimal Inventory Policy,
  Econometrica 1951).
- **Any other metric** says how cases are ordered, not what is done with them, so no value of it
  follows from costs. The probability to act from does: p*.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import Enum

from initiation.money.flows import EXACT, ZERO


class Measure(Enum):
    """What a metric measures, as far as the cost of errors tells a threshold for it."""

    PRECISION = "precision"
    ERROR_SHARE = "error share"
    EXPECTED_COST = "expected cost"
    ERROR_SIZE = "error size"
    QUANTILE = "quantile"
    ORDER = "order"


MEASURES = {
    "precision_at_recall": Measure.PRECISION,
    "precision_at_k": Measure.PRECISION,
    "accepted_share": Measure.PRECISION,
    "error_share": Measure.ERROR_SHARE,
    "expected_cost": Measure.EXPECTED_COST,
    "mae": Measure.ERROR_SIZE,
    "rmse": Measure.ERROR_SIZE,
    "wape": Measure.ERROR_SIZE,
    "mase": Measure.ERROR_SIZE,
    "pinball": Measure.QUANTILE,
}


@dataclass(frozen=True, slots=True)
class ErrorCosts:
    """What errors of one ML task cost, each in one currency.

    ``events`` and ``running`` (what it costs to run, or this task's share) are a month, and
    ``baseline`` is in the metric.
    """

    metric: str
    false_positive: Decimal
    false_negative: Decimal
    events: Decimal | None = None
    baseline: Decimal | None = None
    running: Decimal | None = None

    @property
    def measure(self) -> Measure:
        """What the metric measures."""
        return MEASURES.get(self.metric, Measure.ORDER)


@dataclass(frozen=True, slots=True)
class LeastUseful:
    """The value of a metric from which a model is worth using; all shares from 0 to 1.

    ``threshold`` is in the metric, rounded to the safe side in its third digit (money in cents);
    None where none follows. ``act_from`` is p*, ``quantile`` what an amount should aim at. With
    ``hopeless`` not even a model without errors would pay for its running.
    """

    measure: Measure
    act_from: Decimal
    quantile: Decimal
    threshold: Decimal | None = None
    hopeless: bool = False

    def met_by(self, value: Decimal) -> bool | None:
        """Tell whether a value of the metric is good enough; None where no threshold follows."""
        if self.threshold is None:
            return None
        if self.measure is Measure.PRECISION:
            return value >= self.threshold
        return value <= self.threshold


def least_useful(costs: ErrorCosts) -> LeastUseful | None:
    """Return the least useful quality; None when both errors cost nothing.

    A threshold that needs a figure which is not stated (events, baseline, running cost) is None.
    """
    both = costs.false_positive + costs.false_negative
    if both == 0:
        return None
    with localcontext(EXACT):
        act_from, quantile = costs.false_positive / both, costs.false_negative / both
        found = LeastUseful(costs.measure, act_from, quantile)
        at = _threshold(costs, act_from, quantile)
        if at is None:
            return found
        safe = ROUND_CEILING if costs.measure is Measure.PRECISION else ROUND_FLOOR
        step = Decimal("0.01" if costs.measure is Measure.EXPECTED_COST else "0.001")
        rounded = at.quantize(step, rounding=safe)
        hopeless = costs.measure in {Measure.EXPECTED_COST, Measure.ERROR_SIZE} and at < 0
        return LeastUseful(
            costs.measure, act_from, quantile, None if hopeless else rounded, hopeless
        )


def _threshold(costs: ErrorCosts, act_from: Decimal, quantile: Decimal) -> Decimal | None:
    if costs.measure is Measure.PRECISION:
        return act_from
    if costs.measure is Measure.ERROR_SHARE:
        return quantile
    if not costs.events or costs.baseline is None or costs.running is None:
        return None
    if costs.measure is Measure.EXPECTED_COST:
        return costs.baseline - costs.running / costs.events
    if costs.measure is Measure.ERROR_SIZE:
        usual = costs.events * (costs.false_positive + costs.false_negative) / 2
        return costs.baseline * (1 - costs.running / usual)
    return None


def share_of_running(
    running: Decimal | None, events: Decimal | None, all_events: Decimal
) -> Decimal | None:
    """Return what of the running cost falls to a task: by its share of all tasks' events."""
    if running is None or events is None or all_events <= ZERO:
        return None
    with localcontext(EXACT):
        return running * events / all_events
