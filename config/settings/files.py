"""Where files live: static files by WhiteNoise, everything else content-addressed in STATE_DIR."""

from whitenoise.compress import Compressor

from config import env
from config.settings.base import BASE_DIR, STATE_DIR

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The pages for a failing server name their style sheet plainly, without the manifest.
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

EVIDENCE_DIR = STATE_DIR / "evidence"
RAWDATA_DIR = STATE_DIR / "rawdata"
DOSSIER_DIR = STATE_DIR / "dossiers"
EVIDENCE_LIMIT_BYTES = env.integer("EVIDENCE_LIMIT_MB", 25) * 1024 * 1024
RAWDATA_LIMIT_BYTES = env.integer("RAWDATA_LIMIT_MB", 200) * 1024 * 1024

FILE_UPLOAD_HANDLERS = ["core.uploads.LimitedFileUploadHandler"]
# What somebody pastes by mistake shall come back in words and not be lost: a table of 10,000 rows,
# or 2 MB of text, of which a form sends three times as much.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000
