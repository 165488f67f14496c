"""Building a dossier in a worker: once for each case file, kind and occasion."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from core.canonical import sha256
from core.files import StoredFile, place, store
from core.models import Job
from core.services import events
from core.services.jobs import JobFailed, Progress
from dossiers.content.book import TEMPLATE_VERSION, book_of
from dossiers.models import Dossier, DossierKind
from dossiers.queries.record import record_of
from dossiers.render.fetching import Refused
from dossiers.render.pdf import render_pdf
from initiation.models import CaseFile

STYLE_SHEET = settings.BASE_DIR / "static" / "css" / "dossier.css"
SUFFIX = ".pdf"
_STEPS = 4


def build(*, job: Job, progress: Progress) -> None:
    """Render the dossier the job names and store it by its content; done before, it does nothing.

    Where the row is there and its file is not, the file is made again and compared. Raises
    JobFailed when the page asks for something it may not load.
    """
    case_file = CaseFile.objects.select_related("project").get(pk=job.payload["case_file"])
    kind = DossierKind(job.payload["kind"])
    about = job.payload["about"]
    as_of = datetime.fromisoformat(job.payload["as_of"])
    found = built_by(job)
    if found is not None and has_file(found):
        return
    progress(1, _STEPS, "Reading the case file")
    book = book_of(case_file, kind, about, as_of, record_of(case_file, as_of))
    progress(2, _STEPS, "Setting the pages")
    html = render_to_string("dossiers/pdf/dossier.html", {"book": book})
    identifier = sha256(f"{case_file.sha256}:{kind}:{about}:{TEMPLATE_VERSION}".encode())
    try:
        rendered = render_pdf(html, STYLE_SHEET, identifier, as_of)
    except Refused as refusal:
        raise JobFailed(f"The dossier was not built: {refusal}.") from refusal
    progress(3, _STEPS, "Storing the file")
    stored = store([rendered.pdf], settings.DOSSIER_DIR, suffix=SUFFIX)
    if found is not None:
        _put_back(found, stored, rendered.pages)
    else:
        _keep(case_file, kind, about, as_of, stored.sha256, stored.size, rendered.pages)
    progress(4, _STEPS, "Done")


def path_of(dossier: Dossier) -> str:
    """Return where the file of ``dossier`` lies."""
    return str(place(settings.DOSSIER_DIR, dossier.file_sha256, SUFFIX))


def has_file(dossier: Dossier) -> bool:
    """Whether the file of ``dossier`` is still where it was put."""
    return Path(path_of(dossier)).exists()


def built_by(job: Job) -> Dossier | None:
    """Return the dossier that ``job`` asks for, if any version of the template made it already."""
    made = Dossier.objects.filter(
        case_file=job.payload["case_file"], kind=job.payload["kind"], about=job.payload["about"]
    )
    return made.order_by("-template_version").first()


@transaction.atomic
def _keep(
    case_file: CaseFile,
    kind: DossierKind,
    about: str,
    as_of: datetime,
    digest: str,
    size: int,
    pages: int,
) -> None:
    """Write the row; the unique constraint makes a second worker find the first one's."""
    dossier, new = Dossier.objects.get_or_create(
        case_file=case_file,
        kind=kind,
        about=about,
        template_version=TEMPLATE_VERSION,
        defaults={
            "project": case_file.project,
            "as_of": as_of,
            "sha256": digest,
            "size": size,
            "pages": pages,
            "built_at": timezone.now(),
        },
    )
    if new:
        events.record(
            actor_id=None,
            verb="dossier built",
            subject=case_file.project.ref,
            detail={"kind": kind, "about": about, "sha256": dossier.sha256, "pages": pages},
            case_file_sha256=case_file.sha256,
        )


@transaction.atomic
def _put_back(dossier: Dossier, stored: StoredFile, pages: int) -> None:
    """Record that a lost file was made again, and whether it is the same byte for byte."""
    found = (
        Dossier.objects.select_for_update(no_key=True)
        .select_related("case_file")
        .get(pk=dossier.pk)
    )
    same = stored.sha256 == found.sha256
    found.remade_sha256 = "" if same else stored.sha256
    found.remade_at = None if same else timezone.now()
    found.size, found.pages = stored.size, pages
    found.save()
    events.record(
        actor_id=None,
        verb="lost dossier made again, the same"
        if same
        else "lost dossier made again, not the same",
        subject=found.case_file.project.ref,
        detail={
            "kind": found.kind,
            "about": found.about,
            "sha256": found.sha256,
            "sha256 made again": stored.sha256,
        },
        case_file_sha256=found.case_file.sha256,
    )
