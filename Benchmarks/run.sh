#!/usr/bin/env bash
# Measures the programs against others that do the same, and prints the figures as Markdown tables.
#
# usage: Benchmarks/run.sh [--quick] [--bin DIR] [--seconds N]
#
#   --quick      smaller: no million devices, and fewer rounds
#   --bin DIR    measures the programs in DIR, and builds none
#   --seconds N  how long each measurement of requests runs (10; 3 with --quick)
#
# Progress goes to standard error. A run takes about ten minutes, and three with --quick, after the build.
set -euo pipefail
# shellcheck source=Benchmarks/programs.sh
. "$(dirname -- "$0")/programs.sh"

read_options --quick --seconds "$@"
refuse_words
quick=false
seconds=
set -- "${options[@]}"
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=true ;;
    --seconds)
        seconds=$2
        shift
        ;;
    esac
    shift
done
if $quick; then
    rounds=3 runs=40 seconds=${seconds:-3} sizes=(1000 100000)
else
    rounds=5 runs=100 seconds=${seconds:-10} sizes=(1000 100000 1000000)
fi
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "'$seconds' is not a number of seconds." 2

install_packages curl hyperfine nginx-light openssl procps python3 wrk >&2

find_programs devicestreamd devicestream
daemon=$bin/devicestreamd
client=$bin/devicestream

work=$(mktemp -d)
pids=()
clean() {
    local pid
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

forget_settings
export HOME=$work/home XDG_CONFIG_HOME=$work/home/.config DEVICESTREAM_STATE_DIR=$work/state
mkdir -p "$HOME"

# Waits until a command succeeds, 20 s at most.
wait_for() {
    local deadline=$((SECONDS + 20))
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.05
    done
}

say "starting devicestreamd"
"$daemon" --listen 127.0.0.1:0 --log-level warning >"$work/daemon.out" 2>"$work/daemon.err" &
server_pid=$!
pids+=("$server_pid")
wait_for grep -qx ready "$work/daemon.out" || {
    cat "$work/daemon.out" "$work/daemon.err" >&2
    fail "devicestreamd did not become ready."
}

member() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/state/context.json" "$1"
}
server=$(member server)
port=${server##*:}
authority=$(member caCertificate)
(umask 077 && printf 'Authorization: Bearer %s\n' "$(member token)" >"$work/header")
path=/v1/hubs/hub/deviceStreams
curl_options=(--silent --show-error --fail --cacert "$authority" --header "@$work/header")

say "starting nginx"
curl "${curl_options[@]}" --output "$work/body.json" "$server$path"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$work/nginx.key" -out "$work/nginx.pem" 2>/dev/null
nginx_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/nginx"
cat >"$work/nginx.conf" <<CONF
daemon off;
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
pid $work/nginx/pid;
error_log $work/nginx/error.log;
# As many as devicestreamd has event loops.
worker_processes $(nproc);
events { worker_connections 1024; }
http {
    access_log off;
    default_type application/json;
    etag on;
    keepalive_requests 1000000000;
    open_file_cache max=10;
    client_body_temp_path $work/nginx/a;
    proxy_temp_path $work/nginx/b;
    fastcgi_temp_path $work/nginx/c;
    uwsgi_temp_path $work/nginx/d;
    scgi_temp_path $work/nginx/e;
    server {
        listen 127.0.0.1:$nginx_port ssl;
        ssl_certificate $work/nginx.pem;
        ssl_certificate_key $work/nginx.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        location = $path { alias $work/body.json; }
    }
}
CONF
nginx -c "$work/nginx.conf" 2>"$work/nginx/stderr" &
nginx_pid=$!
pids+=("$nginx_pid")
wait_for curl --silent --fail --insecure "https://localhost:$nginx_port$path" || {
    cat "$work/nginx/stderr" >&2
    fail "nginx did not start."
}

# One round after the other, so that what else the machine does meets all of them.
say "start-up of the programs: $rounds rounds of $runs runs"
for round in $(seq "$rounds"); do
    timeout 300 hyperfine -N --warmup 5 --runs "$runs" --style none --export-json "$work/programs.$round.json" \
        --command-name show "$client show --name hub" \
        --command-name curl "curl ${curl_options[*]} $server$path" \
        --command-name version "$client --version" >/dev/null 2>"$work/hyperfine.err" || {
        cat "$work/hyperfine.err" >&2
        fail "a program that is measured failed."
    }
done

say "requests against nginx: $rounds rounds of $seconds s each"
# Each writes: requests, seconds, p99 in microseconds, errors, CPU seconds.
hit() {
    local name=$1 pid=$2 url=$3 before after
    before=$(python3 "$here/cpu_seconds.py" "$pid")
    timeout $((seconds + 30)) wrk --threads 2 --connections 32 --duration "${seconds}s" --script "$here/counts.lua" \
        --header "$(cat "$work/header")" "$url" >"$work/wrk.out"
    after=$(python3 "$here/cpu_seconds.py" "$pid")
    echo "$(grep '^counts ' "$work/wrk.out" | cut -d' ' -f2-) $before $after" >>"$work/requests.$name"
}
for round in $(seq "$rounds"); do
    hit devicestreamd "$server_pid" "https://localhost:$port$path"
    hit nginx "$nginx_pid" "https://localhost:$nginx_port$path"
done
kill "$nginx_pid"

# Imports the devices from number $2 until $3 with what comes after, and writes: what, devices, seconds, CPU seconds.
import() {
    local name=$1 from=$2 until=$3 started ended before after
    shift 3
    python3 "$here/devices.py" "$from" "$until" >"$work/devices.ndjson"
    before=$(python3 "$here/cpu_seconds.py" "$server_pid")
    started=$EPOCHREALTIME
    timeout 1200 "$@" >"$work/report.json"
    ended=$EPOCHREALTIME
    after=$(python3 "$here/cpu_seconds.py" "$server_pid")
    python3 - "$work/report.json" $((until - from)) <<'PYTHON' || fail "the import took not all devices."
import json, sys
report = json.load(open(sys.argv[1]))
sys.exit(report["created"] + report["unchanged"] != int(sys.argv[2]))
PYTHON
    echo "$name $((until - from)) $started $ended $before $after" >>"$work/imports"
}

"$client" hub create other --output none
hubs=()
for size in "${sizes[@]}"; do
    say "import of $size devices"
    "$client" hub create "hub-$size" --output none
    import devicestream 0 "$size" "$client" device import "$work/devices.ndjson" --name "hub-$size" --timeout 20m
    hubs+=("hub-$size=$size")
done
say "requests for devices: $rounds rounds, ${seconds} s for each kind and hub"
timeout 900 python3 "$here/walk.py" --authority "$authority" --header "$work/header" --port "$port" \
    --pid "$server_pid" --rounds "$rounds" --seconds "$seconds" "${hubs[@]}" >"$work/walks"
count=100000
say "import of $count devices with curl, twice"
for name in curl again; do
    import $name 0 $count curl "${curl_options[@]}" --header 'Content-Type: application/x-ndjson' \
        --upload-file "$work/devices.ndjson" --request POST "$server/v1/hubs/other/deviceImport"
done

python3 "$here/table.py" "$work" "$("$client" --version)"
