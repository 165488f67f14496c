"""The fit of a project on paper: the same words and drawing, and columns that fit the page."""

from dataclasses import dataclass

from dossiers.content.layout import widths
from initiation.casefile import CaseContent
from initiation.content.fit import HEADS, FitView, fit_view


@dataclass(frozen=True, slots=True)
class FitPart:
    """A fit, with the widths of its table's columns in percent."""

    view: FitView
    widths: tuple[int, ...]


def fit_part(content: CaseContent) -> FitPart | None:
    """Return the fit of a case file; none where nothing is to be traced."""
    view = fit_view(content)
    if not view.rows:
        return None
    texts = [[" ".join(names) for names in row.cells] for row in view.rows]
    return FitPart(view, widths(HEADS, texts))
