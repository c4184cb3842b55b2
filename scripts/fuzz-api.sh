#!/usr/bin/env bash
# Tries the REST API of a running server against its description with schemathesis, as an owner.
#
# usage: scripts/fuzz-api.sh [MAXIMUM EXAMPLES PER OPERATION [OPTION OF schemathesis run]…]
#
# The program is that of DEVICESTREAM_BIN, or of .build/debug where it is not set.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/command.sh
. scripts/command.sh

if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then
    usage
    exit 0
fi
examples=${1:-30}
[ $# -eq 0 ] || shift
server_program=${DEVICESTREAM_BIN:-.build/debug}/devicestreamd
schemathesis=${SCHEMATHESIS:-.venv-test/bin/schemathesis}
# All of it takes about two minutes; what takes much longer hangs.
limit=600

for program in "$server_program" "$schemathesis"; do
    [ -x "$program" ] || fail "$program is missing; scripts/test.sh makes it."
done

work=$(mktemp -d)
server=
leave() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A second region, without streams, so that hubs of both kinds are made.
cat >"$work/server.yaml" <<'TEXT'
regions:
  - name: local
    stamp: local-001
  - name: plain
    stamp: plain-001
    deviceStreams: false
TEXT
mkfifo "$work/output"
"$server_program" --config "$work/server.yaml" --state-dir "$work/state" --listen 127.0.0.1:0 --log-format text \
    >"$work/output" 2>"$work/log" &
server=$!
# Open for reading and writing, so that the server's end is noticed by the time limit and not by a hang.
exec 3<>"$work/output"
url=
while IFS= read -r -t 60 -u 3 line; do
    case $line in
    'listening on https://'*' (main)') url=https://localhost:$(sed -E 's/.*:([0-9]+) \(main\)$/\1/' <<<"$line") ;;
    ready) break ;;
    esac
done
if [ "${line:-}" != ready ] || [ -z "$url" ]; then
    cat "$work/log" >&2
    fail 'the server did not start.'
fi

DEVICESTREAM_TOKEN=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["token"])' "$work/state/context.json")
DEVICESTREAM_TOKEN_ID=$(curl --silent --fail --noproxy '*' --cacert "$work/state/ca.pem" --header @- \
    "$url/v1/tokens/self" <<<"Authorization: Bearer $DEVICESTREAM_TOKEN" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])')
export DEVICESTREAM_TOKEN DEVICESTREAM_TOKEN_ID

# NO_PROXY: the caller's proxy knows nothing of this machine's loopback.
# The answers of tailLogs and followStreams have no end.
# One worker: Python 3.11's syntax trees are not made for two, and the run fails now and then.
status=0
export NO_PROXY=localhost PYTHONPATH=scripts PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY=$work/hypothesis
timeout --kill-after=10 "$limit" "$schemathesis" --config-file scripts/schemathesis.toml run \
    openapi/devicestream.yaml \
    --url "$url" \
    --tls-verify "$work/state/ca.pem" \
    --checks all \
    --exclude-checks ignored_auth,negative_data_rejection,positive_data_acceptance \
    --max-examples "$examples" \
    --request-timeout 20 \
    --workers 1 \
    --exclude-operation-id tailLogs \
    --exclude-operation-id followStreams \
    "$@" || status=$?
if ! kill -0 "$server" 2>/dev/null; then
    tail -n 40 "$work/log" >&2
    fail 'the server did not survive.'
fi
if grep -E '^[^ ]+ (error|critical) ' "$work/log" >&2; then
    fail 'the server logged the errors above.'
fi
if [ "$status" -ne 0 ]; then
    fail "schemathesis ended with $status."
fi
