"""The table of dossiers."""

from dossiers.models.dossier import Dossier, DossierKind

__all__ = ("Dossier", "DossierKind")
