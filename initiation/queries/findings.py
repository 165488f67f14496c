"""What preflight finds in a case file, as far as certain question sets are concerned."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from initiation.casefile import CaseContent
from initiation.preflight import Finding, findings


def findings_in(
    content: CaseContent, codes: Iterable[str], *, on: date | None = None
) -> tuple[Finding, ...]:
    """Return the findings whose place is in one of the sets; ``on`` is today unless given."""
    wanted = frozenset(codes)
    found = findings(content, on=on or timezone.localdate())
    return tuple(finding for finding in found if finding.place.set_code in wanted)
