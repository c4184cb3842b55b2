#!/usr/bin/env bash
# Measures the activity log, and prints the figures as Markdown tables.
#
#   Benchmarks/run-logs.sh [--quick] [--bin DIR]
#
#   --quick      fewer records
#   --bin DIR    measures the devicestreamd in DIR, and builds none
#
# Progress goes to standard error. A run takes about three minutes after the build.
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
    --bin)
        [ $# -gt 1 ] || {
            echo "ERROR: $1 needs a value." >&2
            exit 2
        }
        bin=$2
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

install_packages python3 >&2
if [ -z "$bin" ]; then
    install_packages "${build_packages[@]}" >&2
    swift build --package-path "$root" -c release --static-swift-stdlib --product devicestreamd >&2
    bin=$(swift build --package-path "$root" -c release --static-swift-stdlib --show-bin-path)
fi
[ -x "$bin/devicestreamd" ] || {
    echo "ERROR: There is no program $bin/devicestreamd." >&2
    exit 1
}

export PYTHONDONTWRITEBYTECODE=1
version=$("$bin/devicestreamd" --version) || version=devicestreamd
exec python3 "$here/logs.py" "$(realpath "$bin")/devicestreamd" "$version" "${options[@]}"
