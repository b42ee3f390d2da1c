"""The environment is read once, strictly, and says what is wrong in one line."""

import pytest

from service.runtime.settings import Settings, SettingsError


def test_nothing_set_means_loopback_and_no_key():
    settings = Settings.from_env({})
    assert settings.bind == "127.0.0.1:8000"
    assert settings.is_loopback
    assert settings.limits.body_bytes == 3 * 1024 * 1024


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("10.0.0.4", False), ("news.example.org", False)],
)  # fmt: skip
def test_only_this_machine_is_loopback(host, loopback):
    assert Settings.from_env({"HOST": host}).is_loopback is loopback


def test_addresses_of_the_sixth_version_are_bracketed():
    assert Settings.from_env({"HOST": "::1", "PORT": "80"}).bind == "[::1]:80"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "70000"),
        ("AUTH", "no"),
        ("WORKERS", "-1"),
        ("MAX_CODE_POINTS", "0"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://host/name"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://a.example/path"),
        ("CORS_ORIGINS", "https://a.example, null"),
        ("MAX_DEADLINE_MS_MAX", "30001"),
        ("MAX_DEADLINE_MS", "30001"),
    ],
)
def test_values_without_sense_are_named(name, value):
    with pytest.raises(SettingsError, match=name) as found:
        Settings.from_env({name: value})
    assert "\n" not in str(found.value)


def test_limits_and_lists_come_from_the_environment():
    settings = Settings.from_env(
        {"MAX_CODE_POINTS": "1000", "QUEUE_MS": "5", "CORS_ORIGINS": "https://a.example, https://b.example"}
    )
    assert settings.limits.code_points == 1000
    assert settings.limits.queue_ms == 5
    assert settings.cors_origins == ("https://a.example", "https://b.example")


def test_the_usual_time_is_never_longer_than_the_longest():
    limits = Settings.from_env({"MAX_DEADLINE_MS_MAX": "3000"}).limits
    assert (limits.deadline_ms, limits.deadline_ms_max) == (3_000, 3_000)
    with pytest.raises(SettingsError, match="MAX_DEADLINE_MS must be a whole number from 1 to 3000"):
        Settings.from_env({"MAX_DEADLINE_MS_MAX": "3000", "MAX_DEADLINE_MS": "4000"})


def test_a_worker_has_threads_left_when_its_queue_is_full():
    usual = Settings.from_env({})
    assert usual.threads_of_worker > usual.limits.queue_depth + 1
    assert Settings.from_env({"QUEUE_DEPTH": "40"}).threads_of_worker > 41
    assert Settings.from_env({"THREADS": "3"}).threads_of_worker == 3
