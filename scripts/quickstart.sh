#!/usr/bin/env bash
# From a clone to a running hub: packages, release build, server on loopback, a look round with the command line, and a
# stream to a device.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: scripts/quickstart.sh [--once] [--port PORT] [--state-dir DIRECTORY]

  --once                  stops the server at the end
  --port PORT             8443 where it is left out
  --state-dir DIRECTORY   where hubs, keys and the local CA are kept; the server's own default where it is left out
TEXT
}

# fail MESSAGE [LINE THAT HELPS]…
fail() {
    printf 'ERROR: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}

misused() {
    echo "ERROR: $1" >&2
    exit 2
}

once=false
port=8443
state=${DEVICESTREAM_STATE_DIR:-}
while [ $# -gt 0 ]; do
    case $1 in
    --once) once=true ;;
    --port | --state-dir)
        [ $# -ge 2 ] || misused "$1 needs a value."
        if [ "$1" = --port ]; then port=$2; else state=$2; fi
        shift
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) misused "'$1' is not known; see --help." ;;
    esac
    shift
done
if ! [[ $port =~ ^[0-9]{1,5}$ ]] || [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then misused "'$port' is no port."; fi

if [ -z "$state" ]; then
    # As the server and the command line find it.
    if [[ ${XDG_STATE_HOME:-} = /* ]]; then
        state=$XDG_STATE_HOME/devicestream
    elif [ "$(id -u)" -eq 0 ]; then
        state=/var/lib/devicestream
    else
        state=$HOME/.local/state/devicestream
    fi
    chosen=
else
    [[ $state = /* ]] || state=$PWD/$state
    printf -v chosen 'DEVICESTREAM_STATE_DIR=%q ' "$state"
fi

cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh

# Before the build, which takes minutes: what will not work should be known at once.
if [ -e "$state/lock" ] && ! flock --nonblock "$state/lock" true; then
    running=$(tr -dc 0-9 <"$state/lock")
    fail "a server is already running on the state directory '$state'." \
        "Look at it with: ${chosen}.build/release/devicestream show --name hub" "Stop it with: kill $running"
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "port $port of this machine is in use by another program." \
        "See which: ss -ltnp 'sport = :$port'" "Take another: scripts/quickstart.sh --port $((port == 65535 ? 8443 : port + 1))"
fi

install_packages "${build_packages[@]}"
command -v swift >/dev/null ||
    fail 'there is no swift.' 'Install Swift 6.3 first: https://www.swift.org/install/linux/'

work=$(mktemp -d)
server=
tail=
agent=
leave() {
    [ -z "$tail" ] || kill "$tail" 2>/dev/null || true
    [ -z "$agent" ] || kill "$agent" 2>/dev/null || true
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Builds one product; the compiler's progress on one line of a terminal, every tenth part of it elsewhere.
build() {
    local line part shown=-1
    printf 'Building %s (release); the first time takes about ten minutes.\n' "$1"
    swift build --configuration release --static-swift-stdlib --product "$1" 2>&1 | tee "$work/build" | while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
        if [ -t 1 ]; then
            printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "$line"
        else
            part=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
            if [ "$part" -gt "$shown" ]; then
                printf '  %s\n' "$line"
                shown=$part
            fi
        fi
    done && status=0 || status=$?
    if [ -t 1 ]; then printf '\r\033[K'; fi
    if [ "$status" -ne 0 ]; then
        cat "$work/build" >&2
        fail "$1 was not built; the reason stands above."
    fi
}

started=$SECONDS
build devicestreamd
build devicestream
build devicestream-tunnel
echo "Built in $((SECONDS - started)) s."
bin=$(swift build --configuration release --static-swift-stdlib --show-bin-path)

(umask 077 && mkdir -p "$state")
log=$state/quickstart.log
(umask 077 && : >"$log")
nohup "$bin/devicestreamd" --state-dir "$state" --listen "127.0.0.1:$port" </dev/null >>"$log" 2>&1 &
server=$!

# The server says on its output when it is ready; the end of its process is the end of the output.
exec {output}< <(exec tail --lines=+1 --follow --pid="$server" "$log")
tail=$!
ready=false
while IFS= read -r -t 60 -u "$output" line; do
    if [ "$line" = ready ]; then
        ready=true
        break
    fi
done
exec {output}<&-
kill "$tail" 2>/dev/null || true
tail=
if [ "$ready" = false ]; then
    cat "$log" >&2
    fail 'the server did not start; the reason stands above.'
fi
echo "The server is ready on https://127.0.0.1:$port, with its state in $state."

# A login or a proxy of the caller's must not lead these commands elsewhere.
unset DEVICESTREAM_SERVER DEVICESTREAM_TOKEN DEVICESTREAM_CONTEXT DEVICESTREAM_CACERT DEVICESTREAM_HUB
export DEVICESTREAM_STATE_DIR=$state XDG_CONFIG_HOME=$work
export NO_PROXY="localhost,.localhost,127.0.0.1${NO_PROXY:+,$NO_PROXY}"

try() {
    printf '\n$ devicestream'
    printf ' %q' "$@"
    printf '\n'
    "$bin/devicestream" "$@"
}

try show --name hub
if "$bin/devicestream" device show press-07 --name hub --output none 2>"$work/error"; then
    printf '\nThe device press-07 is there from an earlier run.\n'
else
    try device create press-07 --name hub --tags site=berlin
fi
try device list --name hub --output table
try allowlist show --name hub --output table

# The agent gets the key on its standard input; its own service 'echo' sends back what comes.
printf '\n%s\n' "\$ devicestream device connection-string press-07 --name hub --output tsv |"
printf '%s\n' "    devicestream agent run --connection-string-file - &"
key=$("$bin/devicestream" device connection-string press-07 --name hub --output tsv)
"$bin/devicestream" agent run --connection-string-file - <<<"$key" &
agent=$!
unset key
printf '\n%s\n' "\$ echo 'Hello, press-07' | devicestream stream connect press-07 echo --name hub --wait-online 30s"
answer=$(echo 'Hello, press-07' | "$bin/devicestream" stream connect press-07 echo --name hub --wait-online 30s)
printf '%s\n' "$answer"
[ "$answer" = 'Hello, press-07' ] || fail 'the stream did not bring back what was sent.'
kill "$agent"
wait "$agent" || true
agent=
printf '\nMore of that, with a web page and ports of your own to try: %s demo\n' "$bin/devicestream"

echo
if [ "$once" = true ]; then
    kill "$server"
    wait "$server" || true
    server=
    echo 'The server is stopped.'
else
    echo "The server goes on running (process $server); its log is $log."
    echo "Go on with:   ${chosen}$bin/devicestream --help"
    echo "Stop it with: kill $server"
    server=
fi
