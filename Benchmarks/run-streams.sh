#!/usr/bin/env bash
# Measures device streams against nginx and mosquitto, and prints the figures as Markdown tables.
#
#   Benchmarks/run-streams.sh [--quick] [--bin DIR] [--only relay|latency|opening|logging|devices|streams]…
#
#   --quick      fewer rounds, fewer connections, fewer bytes
#   --bin DIR    measures the devicestreamd in DIR, and builds none
#   --only PART  only this part; may be given several times
#
# Progress goes to standard error. A run takes about ten minutes, and two with --quick, after the build.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/packages.sh
. "$root/scripts/packages.sh"

bin=
options=()
while [ $# -gt 0 ]; do
    case $1 in
    --quick) options+=(--quick) ;;
    --bin | --only)
        [ $# -gt 1 ] || {
            echo "ERROR: $1 needs a value." >&2
            exit 2
        }
        if [ "$1" = --bin ]; then bin=$2; else options+=(--only "$2"); fi
        shift
        ;;
    -h | --help)
        sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0"
        exit 0
        ;;
    *)
        echo "ERROR: '$1' is not known; see --help." >&2
        exit 2
        ;;
    esac
    shift
done

install_packages curl libnginx-mod-stream mosquitto nginx-light openssl procps python3 >&2
if [ -z "$bin" ]; then
    install_packages "${build_packages[@]}" >&2
    swift build --package-path "$root" -c release --static-swift-stdlib --product devicestreamd >&2
    bin=$(swift build --package-path "$root" -c release --static-swift-stdlib --show-bin-path)
fi
[ -x "$bin/devicestreamd" ] || {
    echo "ERROR: There is no program $bin/devicestreamd." >&2
    exit 1
}

# The settings of the caller must not reach the program that is measured.
while read -r name; do unset "$name"; done < <(compgen -e | grep '^DEVICESTREAM_' || true)
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy SSL_CERT_FILE SSL_CERT_DIR
export PYTHONDONTWRITEBYTECODE=1
# As many as the machine lets: 10,000 devices have two ends here.
ulimit -n "$(ulimit -Hn)"
version=$("$bin/devicestreamd" --version) || version=devicestreamd
exec python3 "$here/streams.py" "$(realpath "$bin")/devicestreamd" "$version; $(mosquitto -h | head -n 1)" \
    "${options[@]}"
