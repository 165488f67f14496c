"""Every page, by who looks at it and in which situation of a project it is at its fullest."""

from tests.live.stack import Stack

ANYWHERE = ("", "fit/", "evidence/", "people/", "history/", "dossier/")
STAGES = (
    *(f"stages/{stage}/" for stage in ("problem", "architecture", "ml", "data", "rawdata")),
    "stages/architecture/matrix/",
)
# Of a project: the situation (see tests.live.acts.projects) and what stands under its address.
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "mara.lind": (
        *(("preparing", page) for page in (*ANYWHERE, *STAGES, "stages/rawdata/add/")),
        *(("preparing", page) for page in ("exams/ml/answers/", "exams/ml/answers/2/")),
        ("preparing", "exams/ml/answers/4/"),
        ("preparing", "exams/ml/submit/"),
        ("ml_exam", "exams/ml/rounds/1/submitted/"),
        ("ml_exam", "data/1/profile/"),
        *(("begun", page) for page in ("", "taken-over/", "template/")),
        *(
            ("changes", f"answers/{answer}/history/{query}")
            for answer, query in (
                ("problem/statement", ""),
                ("problem/process", "?each=1"),
                ("exam/problem", "?version=1"),
            )
        ),
        *(("changes", page) for page in ("", "exams/ml/answers/6/", "exams/ml/submit/")),
        *(("changes", page) for page in ("evidence/", "evidence/1/")),
        *(("need_confirmed", page) for page in ("mlops-need/", "hold/", "withdraw/")),
        *(("management_case", page) for page in ("management/", "management/answers/2/")),
        *(("management_case", page) for page in ("exams/mlops/submit/", "stages/ml/")),
        *(("team_case", page) for page in ("team/", "team/answers/4/", "team/submit/")),
        *(("concern", page) for page in ("team/", "team/concerns/{concern}/")),
        *(("initiated", page) for page in (*ANYWHERE, "exams/ml/rounds/1/decision/")),
        *(("rejected", page) for page in ("", "exams/ml/rounds/1/decision/")),
        *(("on_hold", page) for page in ("", "resume/")),
        ("withdrawn", ""),
    ),
    "dora.weiss": (
        *(("ml_exam", f"exams/ml/rounds/1/{page}") for page in ("q/2/", "q/4/", "all/", "decide/")),
        ("ml_exam", "exams/ml/rounds/1/decide/?outcome=reject"),
        ("ml_exam", ""),
        ("ml_exam", "stages/architecture/matrix/"),
        ("need_confirmed", "mlops-need/"),
        ("mlops_exam", "exams/mlops/rounds/1/q/2/"),
        ("team_consultation", "team/"),
        ("initiated", "exams/mlops/rounds/1/decision/"),
    ),
    "simon.falk": (("management_review", "management/sign/"), ("management_review", "")),
    "tess.holm": (
        ("team_consultation", "team/respond/"),
        ("team_consultation", "team/"),
        ("concern", "team/concerns/{concern}/"),
    ),
    "adam.voss": (),
}
OWN = (
    "/", "/projects/", "/account/", "/help/", "/password/change/", "/reauthenticate/", "/logout/",
)  # fmt: skip
OUTSIDE = (
    "/login/", "/password/reset/", "/password/reset/done/", "/password/reset/key/done/", "/help/",
    "/signup/", "/inactive/",
)  # fmt: skip
EXTRA = {
    "mara.lind": ("/projects/new/",),
    "adam.voss": (
        "/manage/people/",
        *(f"/manage/people/{{person}}/{page}" for page in ("", "projects/")),
    ),
}


def outside(stack: Stack) -> list[str]:
    """Return what somebody who is not signed in can look at."""
    return [*OUTSIDE, *stack.act("links")]


def addresses(stack: Stack) -> dict[str, list[str]]:
    """Make the projects that the pages need; return what each person is to look at."""
    situations = sorted({situation for pages in PAGES.values() for situation, _ in pages})
    refs = stack.act("projects", situations=situations, with_dossiers="initiated")
    known = {
        "concern": stack.rows("SELECT min(id) AS id FROM reviews_response WHERE text <> ''")[0][
            "id"
        ],
        "person": stack.rows("SELECT min(id) AS id FROM accounts_user")[0]["id"],
    }
    return {
        who: [
            *(f"/projects/{refs[situation]}/{page}".format(**known) for situation, page in pages),
            *(page.format(**known) for page in (*OWN, *EXTRA.get(who, ()))),
        ]
        for who, pages in PAGES.items()
    }
