"""Every page of a project, by who looks at it and in which state it is at its fullest."""

# Where each page is at its fullest: the state of the project and what stands under its address.
ANYWHERE = ("", "evidence/", "people/", "history/", "dossier/")
STAGES = tuple(f"stages/{stage}/" for stage in ("problem", "architecture", "ml", "data", "rawdata"))
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "mara.lind": (
        *(("preparing", page) for page in (*ANYWHERE, *STAGES, "stages/rawdata/add/")),
        *(("preparing", page) for page in ("exams/ml/answers/", "exams/ml/answers/2/")),
        ("preparing", "exams/ml/submit/"),
        ("ml_exam", "exams/ml/rounds/1/submitted/"),
        ("ml_exam", "data/1/profile/"),
        *(("need_confirmed", page) for page in ("mlops-need/", "hold/", "withdraw/")),
        *(("management_case", page) for page in ("management/", "management/answers/2/")),
        *(("management_case", page) for page in ("exams/mlops/submit/", "stages/ml/")),
        *(("team_case", page) for page in ("team/", "team/answers/4/", "team/submit/")),
        *(("initiated", page) for page in (*ANYWHERE, "exams/ml/rounds/1/decision/")),
    ),
    "dora.weiss": (
        *(("ml_exam", f"exams/ml/rounds/1/{page}") for page in ("q/2/", "all/", "decide/")),
        ("ml_exam", ""),
        ("mlops_exam", "exams/mlops/rounds/1/q/2/"),
        ("team_consultation", "team/"),
        ("initiated", "exams/mlops/rounds/1/decision/"),
    ),
    "simon.falk": (("management_review", "management/sign/"), ("management_review", "")),
    "tess.holm": (("team_consultation", "team/respond/"), ("team_consultation", "team/")),
}
