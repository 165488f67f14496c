"""What each metric of stage 3 is for, and in which direction it gets better.

Source: the choices of the question set ``ml``, whose labels name the task types; the directions are
those of the usual definitions, for example in the user guide of scikit-learn, "Metrics and
scoring". A test holds the task types to the newest set.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SUPERVISED = frozenset({"classify", "rank", "regress", "forecast"})
ANY = frozenset(
    {
        "classify", "rank", "regress", "forecast", "cluster", "anomalies", "generate",
        "recommend", "optimise",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """The task types a metric fits, whether more of it is better, and if it is a share of cases.

    ``share`` marks the metrics from 0 to 1 that say how many answers are right, so that they can be
    held against the share of labels on which two people agree.
    """

    fits: frozenset[str]
    more_is_better: bool = True
    share: bool = False


METRICS: Mapping[str, Metric] = {
    "expected_cost": Metric(ANY, more_is_better=False),
    "precision_at_recall": Metric(frozenset({"classify", "anomalies"}), share=True),
    "recall_at_precision": Metric(frozenset({"classify", "anomalies"}), share=True),
    "f_score": Metric(frozenset({"classify"}), share=True),
    "pr_auc": Metric(frozenset({"classify", "anomalies"})),
    "roc_auc": Metric(frozenset({"classify"})),
    "log_loss": Metric(frozenset({"classify"}), more_is_better=False),
    "brier": Metric(frozenset({"classify"}), more_is_better=False),
    "accuracy": Metric(frozenset({"classify"}), share=True),
    "precision_at_k": Metric(frozenset({"rank", "anomalies", "recommend"}), share=True),
    "ndcg": Metric(frozenset({"rank", "recommend"})),
    "mae": Metric(frozenset({"regress", "forecast"}), more_is_better=False),
    "rmse": Metric(frozenset({"regress", "forecast"}), more_is_better=False),
    "wape": Metric(frozenset({"forecast"}), more_is_better=False),
    "mase": Metric(frozenset({"forecast"}), more_is_better=False),
    "pinball": Metric(frozenset({"regress", "forecast"}), more_is_better=False),
    "silhouette": Metric(frozenset({"cluster"})),
    "rand": Metric(frozenset({"cluster"})),
    "accepted_share": Metric(frozenset({"generate"})),
    "error_share": Metric(frozenset({"generate"}), more_is_better=False),
    "uplift": Metric(frozenset({"recommend", "classify"})),
    "objective_gap": Metric(frozenset({"optimise"})),
    "none": Metric(frozenset({"not_ml"})),
}
