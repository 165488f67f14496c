"""The tables of what the project team writes."""

from initiation.models.answer import Answer, AnswerVersion
from initiation.models.casefile import CaseFile
from initiation.models.evidence import Evidence, EvidenceEdit, EvidenceVersion
from initiation.models.project import Member, Part, PinnedSet, Project
from initiation.models.question_set import PublishedSet
from initiation.models.rawdata import DataSource

__all__ = (
    "Answer",
    "AnswerVersion",
    "CaseFile",
    "DataSource",
    "Evidence",
    "EvidenceEdit",
    "EvidenceVersion",
    "Member",
    "Part",
    "PinnedSet",
    "Project",
    "PublishedSet",
)
