#!/usr/bin/env bash
# What takes too long for scripts/test.sh: many devices, in one hub, for as long as asked.
#
# usage: scripts/soak.sh [--devices N] [--minutes N] [--fuzz-examples N] [--bin DIRECTORY]
#
#   --devices N         imported, exported and paged through; 1000000 where it is left out
#   --minutes N         of reads and writes after that, with a restart by kill -9 now and then; 10 where it is left out
#   --fuzz-examples N   of schemathesis for each operation; 0, which is none, where it is left out
#   --bin DIRECTORY     of both programs; DEVICESTREAM_BIN, or .build/release, where it is left out
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/command.sh
. scripts/command.sh

read_options '' '--devices --minutes --fuzz-examples' "$@"
refuse_words
devices=1000000
minutes=10
examples=0
set -- "${options[@]}"
while [ $# -gt 0 ]; do
    [[ $2 =~ ^[0-9]{1,9}$ ]] || fail "$1 needs a whole number." 2
    case $1 in
    --devices) devices=$2 ;;
    --minutes) minutes=$2 ;;
    --fuzz-examples) examples=$2 ;;
    esac
    shift 2
done
bin=${bin:-${DEVICESTREAM_BIN:-.build/release}}
need_programs devicestreamd devicestream

work=$(mktemp -d)
server=
stop() {
    if [ -n "$server" ]; then
        kill "-${1:-TERM}" "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    server=
}
leave() {
    stop
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

forget_settings
export DEVICESTREAM_STATE_DIR=$work/state XDG_CONFIG_HOME=$work NO_PROXY='localhost,.localhost,127.0.0.1'

# Starts the server and reads its output until it is ready.
start() {
    local line=
    rm -f "$work/output"
    mkfifo "$work/output"
    "$bin/devicestreamd" --state-dir "$work/state" --listen 127.0.0.1:0 >"$work/output" 2>>"$work/log" &
    server=$!
    exec 3<>"$work/output"
    while IFS= read -r -t 120 -u 3 line; do
        [ "$line" != ready ] || return 0
    done
    tail -n 40 "$work/log" >&2
    fail 'the server did not start.'
}

# Runs a step and tells how long it took and how much memory the server holds after it.
step() {
    local begun=$SECONDS name=$1
    shift
    "$@" || fail "$name: failed."
    printf '%-32s %5d s   server %s\n' "$name" $((SECONDS - begun)) \
        "$(awk '/^VmRSS/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$server/status")"
}

cli() { "$bin/devicestream" "$@"; }

write_lines() {
    seq -f '{"deviceId":"d-%09.0f","tags":{"site":"berlin"}}' 1 "$devices" >"$work/devices"
}

import() {
    local created
    created=$(cli device import "$work/devices" --name hub --timeout 24h --query created --output tsv)
    [ "$created" = "$devices" ] || fail "$created devices were created, not $devices."
}

import_again() {
    local unchanged
    unchanged=$(cli device import "$work/devices" --name hub --timeout 24h --query unchanged --output tsv)
    [ "$unchanged" = "$devices" ] || fail "$unchanged devices were unchanged, not $devices."
}

# Every device once, in order, while others are added before, between and behind them.
page_through() {
    (
        for number in $(seq 1 200); do
            for id in "a-$number" "d-000000$number-x" "z-$number"; do
                cli device create "$id" --name hub --output none || exit 1
            done
        done
    ) &
    local adder=$!
    cli device list --all --name hub --output jsonl --timeout 24h >"$work/listed"
    wait "$adder" || fail 'a device was not added.'
    python3 - "$work/listed" "$devices" <<'PYTHON'
import json, re, sys

ids = [json.loads(line)["deviceId"] for line in open(sys.argv[1])]
original = [id for id in ids if re.fullmatch(r"d-\d{9}", id)]
assert len(ids) == len(set(ids)), "a device was listed twice"
assert ids == sorted(ids), "the list is out of order"
assert original == [f"d-{n:09}" for n in range(1, int(sys.argv[2]) + 1)], "devices were skipped"
PYTHON
}

export_all() {
    [ "$(cli device export --name hub --timeout 24h | wc -l)" -ge "$devices" ] || fail 'the export is not complete.'
}

# Reads and writes until the time is over; every third round ends in a kill, after which all must be there.
carry_on() {
    local end=$((SECONDS + 60 * minutes)) round=0
    while [ "$SECONDS" -lt "$end" ]; do
        round=$((round + 1))
        for number in $(seq 1 50); do
            cli device create "r-$round-$number" --name hub --output none || return 1
            cli show --name hub --output none || return 1
            cli device list --name hub --prefix "r-$round-" --output none || return 1
        done
        if [ $((round % 3)) -eq 0 ]; then
            stop KILL
            start
        fi
        [ "$(cli device list --name hub --prefix "r-$round-" --output jsonl --only-show-errors | wc -l)" -eq 50 ] ||
            return 1
        cli device list --name hub --prefix "r-$round-" --query '[].deviceId' --output tsv |
            while IFS= read -r id; do cli device delete "$id" --name hub -y || exit 1; done || return 1
    done
    echo "$round rounds of 50 devices."
}

start
write_lines
step "import of $devices devices" import
step 'the same import again' import_again
step 'list while devices are added' page_through
step 'export' export_all
step "$minutes minutes of reads and writes" carry_on
stop
if [ "$examples" -gt 0 ]; then DEVICESTREAM_BIN=$bin scripts/fuzz-api.sh "$examples"; fi
echo 'All passed.'
