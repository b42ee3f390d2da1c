"""What is under deploy/ and the Dockerfile hold against their schemas and against the code that they run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bench.docs import settings
from service.cli.main import COMMANDS
from service.runtime import metrics

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
MANIFESTS = [
    pytest.param(document, id=f"{path.stem}-{document['kind']}")
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
#: Variables of libraries, not of ours.
FOREIGN = ("OTEL_", "POSTGRES_", "GF_", "PYTHON", "PATH")


def ours(names):
    return {name for name in names if not name.startswith(FOREIGN)}


@pytest.mark.parametrize("document", MANIFESTS)
def test_a_manifest_is_valid_kubernetes(document):
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def test_the_manifests_are_all_kinds_that_we_mean():
    kinds = sorted(param.values[0]["kind"] for param in MANIFESTS)
    assert kinds == sorted(
        ["ConfigMap", "Deployment", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget",
         "Service", "ServiceAccount"]
    )  # fmt: skip


@pytest.mark.parametrize("document", [p for p in MANIFESTS if p.values[0]["kind"] == "Deployment"])
def test_containers_of_a_deployment_may_do_nothing_that_they_need_not(document):
    pod = document["spec"]["template"]["spec"]
    assert (
        document["spec"]["selector"]["matchLabels"].items()
        <= document["spec"]["template"]["metadata"]["labels"].items()
    )
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"]
        assert not context["allowPrivilegeEscalation"]
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert {"requests", "limits"} <= set(container["resources"])
        assert all("valueFrom" in each for each in container.get("env", ()) if "URL" in each["name"])


def test_a_pod_has_the_time_that_its_requests_may_take():
    by_name = {d["metadata"]["name"]: d for d in (p.values[0] for p in MANIFESTS) if d["kind"] == "Deployment"}
    config = next(p.values[0] for p in MANIFESTS if p.values[0]["kind"] == "ConfigMap")["data"]
    pod = by_name["sourcegrade"]["spec"]["template"]["spec"]
    pause = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > pause + int(config["GRACEFUL_TIMEOUT"])


def test_variables_of_the_manifests_exist():
    known = set(settings.names())
    config = next(p.values[0] for p in MANIFESTS if p.values[0]["kind"] == "ConfigMap")["data"]
    assert set(config) <= known
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        assert ours(service.get("environment", {})) <= known
    written = re.findall(r"^\s+([A-Z_]+)=", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert ours(written) <= known
    assert {"HOST", "PORT", "DATABASE_URL"} <= set(written)


def test_the_compose_file_is_valid():
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    found = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_containers_of_the_compose_file_are_hardened():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert {"service", "worker", "postgres", "redis"} <= set(compose["services"])
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        for port in service.get("ports", ()):
            assert "127.0.0.1" in port, f"{name} is published to everybody"
    commands = [service["command"] for service in compose["services"].values() if "command" in service]
    assert {command[1] for command in commands if command[0] == "sourcegrade"} <= set(COMMANDS)


def test_mounted_paths_of_the_compose_file_exist():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).is_dir(), source


def exposed() -> set[str]:
    """Every sample's name that the metrics of this process can have."""
    names = set()
    for metric in (value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)):
        for family in metric.describe():
            ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
            names |= {family.name + end for end in ends}
    return names


def asked(expression: str) -> set[str]:
    return set(re.findall(r"\bsourcegrade_\w+", expression))


def test_the_dashboard_shows_metrics_that_exist_and_every_one_of_them():
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "sourcegrade.json").read_text(encoding="utf-8"))
    shown = set().union(*(asked(target["expr"]) for panel in board["panels"] for target in panel["targets"]))
    assert shown <= exposed()
    families = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in exposed()}
    assert {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in shown} == families
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    cells = [
        (panel["gridPos"]["x"] + dx, panel["gridPos"]["y"] + dy)
        for panel in board["panels"]
        for dx in range(panel["gridPos"]["w"])
        for dy in range(panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells)), "panels lie upon each other"
    assert max(x for x, _ in cells) < 24


def test_alerts_ask_for_metrics_that_exist_and_name_a_page():
    groups = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in (rule for group in groups for rule in group["rules"]):
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert asked(rule["expr"]) <= exposed(), rule["alert"]
        assert rule["expr"].count("(") == rule["expr"].count(")")
        page, _, heading = rule["annotations"]["runbook"].partition(", ")
        text = (ROOT / page).read_text(encoding="utf-8")
        assert not heading or f"## {heading.strip(chr(34))}\n" in text


def test_prometheus_reads_the_rules_and_the_second_port():
    found = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
    assert all((DEPLOY / "prometheus" / name).is_file() for name in found["rule_files"])
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    port = compose["services"]["service"]["environment"]["METRICS_PORT"]
    assert found["scrape_configs"][0]["static_configs"][0]["targets"] == [f"service:{port}"]


def test_the_dockerfile_passes_its_linter():
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        pytest.skip("hadolint is not installed")
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_runs_as_nobody_in_particular_on_a_base_that_can_be_chosen():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert text.count("\nFROM ${BASE}") == 2, "multi-stage, both on the base that was asked for"
    assert "\nUSER 10001:10001\n" in text.rpartition("\nFROM")[2]
    assert "HEALTHCHECK" in text
    assert 'org.opencontainers.image.version="${VERSION}"' in text


def test_the_image_keeps_what_operations_promise():
    image = os.environ.get("TEST_IMAGE")
    if not image:
        pytest.skip("TEST_IMAGE names no image; `make image smoke` builds and checks one where an engine is installed")
    done = subprocess.run([DEPLOY / "smoke.sh", image], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
