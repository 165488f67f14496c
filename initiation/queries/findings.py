"""What preflight finds in a case file, as far as certain question sets are concerned."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from initiation.casefile import CaseContent
from initiation.preflight import REGISTER, Finding, findings


def findings_in(
    content: CaseContent, codes: Iterable[str], *, on: date | None = None
) -> tuple[Finding, ...]:
    """Return the findings in one of the sets or the register; ``on`` is today unless given."""
    wanted = frozenset(codes) | {REGISTER}
    found = findings(content, on=on or timezone.localdate())
    return tuple(finding for finding in found if finding.place.set_code in wanted)
