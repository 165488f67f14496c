"""What a dossier was made for, in words."""

from dossiers.models import DossierKind
from initiation.workflow import Gate

_SUBMITTED = {
    "submit_ml_exam": "As submitted to the IT director",
    "submit_management": "As submitted to management",
    "submit_team": "As put before the team",
}
_GATES = {Gate.ML: "first", Gate.MLOPS: "second"}


def occasion_of(kind: str, about: str) -> str:
    """Return the occasion: “As decided in the first examination, round 2”.

    ``about`` is what was asked for: a move and its case file, or a gate and its round.
    """
    what, _, number = about.partition(":")
    if kind == DossierKind.SUBMISSION and what in _SUBMITTED:
        return _SUBMITTED[what]
    if kind == DossierKind.DECISION and what in list(Gate):
        return f"As decided in the {_GATES[Gate(what)]} examination, round {number}"
    if kind == DossierKind.DECISION and what == "mlops-need":
        return "As decided on the need for MLOps"
    if kind == DossierKind.INITIATION and what == "mlops-need":
        return "As initiated, as a proof of concept"
    return str(DossierKind(kind).label)
