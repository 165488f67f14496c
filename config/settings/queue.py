"""Celery: the broker is only a bell, so a lost message costs a delay and never a job."""

from kombu import Queue

from config import env

CELERY_BROKER_URL = env.text("BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 330
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

if CELERY_BROKER_URL.startswith("amqp"):
    # A message that kills its worker is dropped after a few deliveries: the outbox row counts the
    # attempts and says what failed, so nothing has to be kept in a dead-letter queue.
    CELERY_TASK_QUEUES = [
        Queue("celery", queue_arguments={"x-queue-type": "quorum", "x-delivery-limit": 5})
    ]
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"confirm_publish": True}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
    }

SWEEP_SECONDS = env.integer("SWEEP_SECONDS", 5)
CELERY_BEAT_SCHEDULE = {
    "drain the outbox": {
        "task": "core.drain",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
}

# What does each kind of job: a dotted path, so that core need not know the rooms above it. Earlier
# kinds go first: somebody looks at a page until their data is measured, nobody until a dossier is.
JOB_HANDLERS = {
    "mail": "core.mailing.deliver",
    "profile": "initiation.services.profiling.profile",
    "dossier": "dossiers.services.building.build",
}
