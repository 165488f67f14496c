"""Preflight finds what is planted in good projects, and nothing grave besides."""

from datetime import date

import pytest

from initiation.preflight import findings
from tests.initiation.preflight.planted import PLANTED
from tests.initiation.preflight.planting import Flaw, address

ON = date(2026, 11, 24)
NO_EVIDENCE_IN_IT = frozenset({"need_without_check"})


def found(flaw: Flaw) -> bool:
    return any(
        (finding.code, address(finding)) == (flaw.code, flaw.place)
        for finding in findings(flaw.content, on=ON)
    )


@pytest.mark.planted_weaknesses
def test_nearly_every_planted_weakness_is_found_by_its_code_at_its_field() -> None:
    missed = [(flaw.slug, flaw.code, flaw.place) for flaw in PLANTED if not found(flaw)]
    print(f"\nfigure planted_weaknesses: {len(PLANTED) - len(missed)} of {len(PLANTED)}")
    assert len(PLANTED) >= 60
    assert len(missed) * 20 <= len(PLANTED), missed
