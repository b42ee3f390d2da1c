"""Real repositories: changed lines, a hook that refuses a commit, the shipped hooks, the action's own script."""

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.client.conftest import BAD, CLIENT, DIRECTIVE, GOOD, POLICY, ROOT, bare_environment, run

HOOK = """#!/bin/sh
# Checks what is staged; a clean commit is silent.
git diff --cached --name-only --diff-filter=d -z -- '*.md' '*.html' |
    xargs -0 -r {python} -I -S {client} --url {url}
"""


@pytest.fixture
def newsroom(tmp_path, git):
    """A repository with a policy and one clean draft."""
    git("init", "-q")
    (tmp_path / ".sourcegrade.yml").write_text(POLICY)
    (tmp_path / "good.md").write_text(GOOD)
    git("add", ".")
    git("commit", "-qm", "begin")
    return tmp_path


def test_a_hook_refuses_a_commit_and_takes_it_with_a_suppression(newsroom, git, service):
    hook = newsroom / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK.format(python=sys.executable, client=CLIENT, url=service))
    hook.chmod(hook.stat().st_mode | stat.S_IEXEC)
    (newsroom / "ferry.md").write_text(BAD)
    git("add", "ferry.md")
    refused = git("commit", "-qm", "ferry", check=False)
    assert refused.code != 0
    assert "ferry.md:3:" in refused.out + refused.err
    (newsroom / "ferry.md").write_text(BAD.replace("It was", DIRECTIVE + "\nIt was"))
    git("add", "ferry.md")
    taken = git("commit", "-qm", "ferry", check=False)
    assert (taken.code, taken.out, taken.err) == (0, "", "")
    assert git("log", "--format=%s").out == "ferry\nbegin\n"


def test_only_changed_lines_count_with_diff(newsroom, git, alone):
    (newsroom / "ferry.md").write_text(BAD)
    git("add", ".")
    git("commit", "-qm", "an old fault")
    git("checkout", "-qb", "work")
    assert alone("--diff", "main").code == 0
    (newsroom / "ferry.md").write_text(BAD + "\nThe port office of Lisse said on Monday that it will sail.\n")
    assert alone("--diff", "main").code == 0
    assert alone().code == 1
    (newsroom / "ferry.md").write_text(BAD + "\nIt was claimed that the captain had left.\n")
    found = alone("--diff", "main")
    assert found.code == 1
    assert "ferry.md:5:" in found.out
    assert "ferry.md:3:" not in found.out
    # What was committed on the branch still differs from the base; what is new and unknown to Git counts whole.
    git("commit", "-qam", "work")
    (newsroom / "n\u00e9w \u201cdraft\u201d.md").write_text(BAD)
    again = alone("--diff", "main")
    assert "ferry.md:5:" in again.out
    assert "n\u00e9w \u201cdraft\u201d.md:3:" in again.out


def test_staged_looks_at_the_index(newsroom, git, alone):
    (newsroom / "good.md").write_text(GOOD + "\nIt was reported that the ferry had left.\n")
    assert alone("--staged").code == 0
    git("add", "good.md")
    assert alone("--staged").code == 1


def test_a_lone_carriage_return_ends_a_line_here_and_none_in_git(newsroom, git, alone):
    old = "# Ferry\r\rIt was reported that the ferry had left.\rMore.\n\nThe end is near.\n"
    (newsroom / "mac.md").write_bytes(old.encode())
    git("add", ".")
    git("commit", "-qm", "mac")
    (newsroom / "mac.md").write_bytes(old.replace("The end is near", "The end was reported").encode())
    assert "mac.md:3:" not in alone("--diff", "HEAD").out
    (newsroom / "mac.md").write_bytes(old.replace("More.", "Much more.").encode())
    assert "mac.md:3:" in alone("--diff", "HEAD").out


def test_folders_below_the_root_are_compared_from_where_they_are(newsroom, git, service):
    (newsroom / "desk").mkdir()
    (newsroom / "desk" / "ferry.md").write_text(GOOD)
    git("add", ".")
    git("commit", "-qm", "desk")
    (newsroom / "desk" / "ferry.md").write_text(BAD)
    done = run([sys.executable, "-I", "-S", str(CLIENT), "--url", service, "--diff", "HEAD"], newsroom / "desk")
    assert done.code == 1
    assert "ferry.md:3:" in done.out


def test_the_shipped_hook_works_in_pre_commit(newsroom, git, service, tmp_path_factory):
    shipped = tmp_path_factory.mktemp("shipped")
    (shipped / "clients").mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", shipped)
    shutil.copy(CLIENT, shipped / "clients")
    who = ("-c", "user.name=KL", "-c", "user.email=kl@example.org")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "hooks"), ("tag", "v1")):
        subprocess.run(["git", *who, *words], cwd=shipped, check=True, env=bare_environment())
    config = {"repos": [{"repo": str(shipped), "rev": "v1", "hooks": [{"id": "sourcegrade-http"}]}]}
    (newsroom / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (newsroom / "ferry.md").write_text(BAD)
    git("add", ".")
    home = {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home")), "SOURCEGRADE_URL": service, "HOME": str(shipped)}
    tool = str(Path(sys.executable).with_name("pre-commit"))
    refused = run([tool, "run"], newsroom, **home)
    assert refused.code == 1, refused.out + refused.err
    assert "ferry.md:3:" in refused.out
    (newsroom / "ferry.md").write_text(BAD.replace("It was", DIRECTIVE + "\nIt was"))
    git("add", ".")
    assert run([tool, "run"], newsroom, **home).code == 0


@pytest.fixture(scope="module")
def action():
    return yaml.safe_load((ROOT / "clients" / "github-action" / "action.yml").read_text(encoding="utf-8"))


def test_the_action_keeps_to_githubs_schema(action):
    rules = json.loads((ROOT / "tests" / "schemas" / "github-action.json").read_text(encoding="utf-8"))
    jsonschema.validate(action, rules)


def step(action, environment: dict[str, str], cwd: Path):
    """The action's second step as the runner runs it: inputs as environment, expressions filled in."""
    last = action["runs"]["steps"][-1]
    inputs = {name: str(row["default"]) for name, row in action["inputs"].items()} | environment
    filled = {name: inputs[value.split("inputs.")[1].split(" ")[0]] for name, value in last["env"].items()}
    runner = {
        "GITHUB_ACTION_PATH": str(ROOT / "clients" / "github-action"),
        "GITHUB_STEP_SUMMARY": str(cwd / "summary.md"),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", last["run"]], cwd, **(filled | runner))


def test_every_input_of_the_action_reaches_the_client(action):
    last = action["runs"]["steps"][-1]
    used = {value.split("inputs.")[1].split(" ")[0] for value in last["env"].values()}
    assert used == set(action["inputs"])
    assert "${{" not in last["run"]


def test_the_action_annotates_and_adds_to_the_steps_page(newsroom, action, service):
    (newsroom / "ferry.md").write_text(BAD)
    (newsroom / "summary.md").write_text("from an earlier step\n")
    done = step(action, {"url": service, "paths": "ferry.md\ngood.md\n", "sarif-file": "out.sarif"}, newsroom)
    assert done.code == 1, done.err
    assert done.out.startswith("::error file=ferry.md,line=3,endLine=3,col=")
    summary = (newsroom / "summary.md").read_text()
    assert summary.startswith("from an earlier step\n**Sourcing check failed**")
    assert json.loads((newsroom / "out.sarif").read_text())["version"] == "2.1.0"
    assert step(action, {"url": service, "paths": "good.md"}, newsroom).code == 0
    assert step(action, {"url": service, "fail-on": "never"}, newsroom).code == 0
    assert step(action, {"url": "http://127.0.0.1:9", "soft-fail": "true"}, newsroom).code == 0


def test_no_input_of_the_action_is_run_as_a_program(newsroom, action, service):
    step(action, {"url": service, "paths": "$(touch hacked)\n`touch hacked`\n; touch hacked"}, newsroom)
    assert not (newsroom / "hacked").exists()


def test_the_action_checks_in_process_without_a_service(newsroom, action):
    (newsroom / "ferry.md").write_text(BAD)
    done = step(action, {"url": ""}, newsroom)
    assert done.code == 1, done.err
    assert "::error file=ferry.md" in done.out


def test_the_gitlab_template_runs_as_a_script(newsroom, service):
    job = yaml.safe_load((ROOT / "clients" / "gitlab" / "sourcegrade.gitlab-ci.yml").read_text(encoding="utf-8"))
    (job,) = job.values()
    (newsroom / "ferry.md").write_text(BAD)
    settings = {**job["variables"], "SOURCEGRADE_CLIENT": str(CLIENT), "SOURCEGRADE_URL": service}
    done = run(["sh", "-ec", "\n".join(job["script"])], newsroom, **settings, PATH="/usr/bin:/bin")
    assert done.code == 1, done.err
    assert "ferry.md:3:" in done.out
    reports = job["artifacts"]["reports"]
    assert json.loads((newsroom / reports["codequality"]).read_text())
    assert (newsroom / reports["junit"]).read_text().startswith("<?xml")
