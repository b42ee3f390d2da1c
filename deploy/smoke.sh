#!/usr/bin/env bash
# Does the image do what it promises? Runs it as docs/operations.md says: read-only root, no capabilities, not root, data in a volume.
#
#   deploy/smoke.sh [IMAGE]        ENGINE="podman --runtime runc" RUN_OPTIONS="--no-healthcheck" deploy/smoke.sh localhost/sourcegrade
#
# Needs docker or podman (ENGINE: command and its own options; RUN_OPTIONS: more options of `run`) and curl. Leaves nothing behind.
set -euo pipefail
IMAGE="${1:-sourcegrade}"
PORT="${PORT:-8399}"
read -r -a ENGINE <<<"${ENGINE:-docker}"
read -r -a OPTIONS <<<"${RUN_OPTIONS:-}"
NAME="sourcegrade-smoke-$$"
URL="http://127.0.0.1:$PORT"
ARTICLE='{"text": "The Bank of England said the bridge was safe."}'

step() { printf 'smoke: %s\n' "$*"; }
fail() { printf 'smoke: FAILED: %s\n' "$*" >&2; exit 1; }
engine() { "${ENGINE[@]}" "$@"; }
run() { engine run --read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp --volume "$NAME:/data" "${OPTIONS[@]}" "$@"; }
status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
clean() { engine rm -f "$NAME" >/dev/null 2>&1 || true; engine volume rm "$NAME" >/dev/null 2>&1 || true; }
trap clean EXIT

serve() {
    run --detach --name "$NAME" --env PORT="$PORT" --publish "127.0.0.1:$PORT:$PORT" "$IMAGE" >/dev/null
    for _ in $(seq 60); do
        [ "$(status "$URL/readyz")" = 200 ] && return
        sleep 0.5
    done
    engine logs "$NAME" >&2
    fail "not ready after 30 s"
}
answers() { [ "$(status -H "Authorization: Bearer $KEY" "$URL/v1/annotations" --json "$ARTICLE")" = 200 ] || fail "$1"; }

[ "$(run --rm "$IMAGE" id -u)" = 10001 ] || fail "it runs as somebody else than user 10001"
run --rm "$IMAGE" sh -c ': > /opt/sourcegrade/written' 2>/dev/null && fail "it can write to its own code"
step "runs as user 10001 and cannot change its own code"

said=$(run --rm "$IMAGE" 2>&1) && fail "it serves a public address without keys"
grep -q "without keys" <<<"$said" || fail "it does not say why it refuses: $said"
step "refuses a public address while no key is open"

KEY=$(run --rm "$IMAGE" sourcegrade keys create --label smoke --scope annotate 2>/dev/null | head -n 1)
serve
[ "$(status "$URL/v1/annotations" --json "$ARTICLE")" = 401 ] || fail "it answers without a key"
answers "it does not answer with a key"
step "answers with a key, and only with one"

engine exec "$NAME" python -c "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=2)" ||
    fail "its own health check fails"
engine stop --time 20 "$NAME" >/dev/null
[ "$(engine inspect --format '{{.State.ExitCode}}' "$NAME")" = 0 ] || fail "it did not stop by itself"
step "is healthy, and stops when asked"

engine rm "$NAME" >/dev/null
serve
answers "the key is gone after a restart"
step "keeps its data over a restart"
step "passed ($(engine image inspect --format '{{.Size}}' "$IMAGE" | awk '{printf "%.0f MB", $1 / 1e6}'))"
