"""Preflight: rules that read a case file and name what a director would object to.

Each rule is a small pure function of the case file and a day, and ``table`` holds them in order.
"""

from initiation.preflight.finding import Finding, Rule, Severity, Subject
from initiation.preflight.table import RULES, SUBJECTS, findings

__all__ = ["RULES", "SUBJECTS", "Finding", "Rule", "Severity", "Subject", "findings"]
