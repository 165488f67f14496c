"""The one ordered table of rules, by subject."""

from datetime import date

from initiation.casefile import CaseContent
from initiation.facts import Facts
from initiation.preflight.across import ACROSS
from initiation.preflight.architecture import ARCHITECTURE
from initiation.preflight.data import DATA
from initiation.preflight.estimates import ESTIMATES
from initiation.preflight.evidence import EVIDENCE
from initiation.preflight.exam import EXAM
from initiation.preflight.finding import Finding, Rule, Subject
from initiation.preflight.law import LAW
from initiation.preflight.ml import ML
from initiation.preflight.money import MONEY
from initiation.preflight.problem import PROBLEM
from initiation.preflight.rawdata import RAWDATA
from initiation.preflight.timing import TIMING

SUBJECTS: tuple[Subject, ...] = (
    PROBLEM, ESTIMATES, ARCHITECTURE, ML, DATA, LAW, RAWDATA, EXAM, MONEY, TIMING, ACROSS, EVIDENCE,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(rule for subject in SUBJECTS for rule in subject.rules)


def findings(content: CaseContent, *, on: date) -> tuple[Finding, ...]:
    """Return what a director would object to as of ``on``, in the order of rules and places.

    The same content and day give the same findings. Never raises, whatever a draft lacks.
    """
    facts = Facts(content)
    return tuple(finding for rule in RULES for finding in rule.findings(facts, on))
