"""docker-compose.yml is valid and says nothing that the settings do not know."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from script.stack.layout import ROOT

pytestmark = pytest.mark.stack


@pytest.fixture
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded


def test_the_file_follows_the_compose_specification() -> None:
    options = ("--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_variable_of_the_application_is_one_the_settings_read(
    compose: dict[str, Any],
) -> None:
    settings = [*(ROOT / "config").rglob("*.py")]
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', "\n".join(map(Path.read_text, settings))))
    given = compose["x-application"]["environment"]
    assert {name.removesuffix("_FILE") for name in given} <= read


def test_every_secret_and_volume_that_is_used_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        secrets = [s if isinstance(s, str) else s["source"] for s in service.get("secrets", [])]
        volumes = [volume.split(":")[0] for volume in service.get("volumes", [])]
        assert set(secrets) <= compose["secrets"].keys()
        assert set(volumes) <= compose["volumes"].keys()


def test_every_service_that_stays_has_a_healthcheck(compose: dict[str, Any]) -> None:
    staying = {name for name in compose["services"] if name != "migrate"}
    assert {n for n, s in compose["services"].items() if "healthcheck" in s} == staying


def test_make_secrets_writes_every_secret_that_compose_wants(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "script").mkdir()
    script = tmp_path / "script" / "make-secrets"
    script.write_bytes((ROOT / "script" / "make-secrets").read_bytes())
    script.chmod(0o755)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "tls_certificate").write_text("ours", encoding="utf-8")
    (tmp_path / "secrets" / "tls_key").write_text("ours", encoding="utf-8")
    subprocess.run([script, "groundwork.example"], check=True, capture_output=True)
    written = {path.name for path in (tmp_path / "secrets").iterdir()}
    assert written == compose["secrets"].keys()
