#!/usr/bin/env bash
# Measures forward, gateway and agent against OpenSSH as a relay, and prints the figures as Markdown tables.
#
#   Benchmarks/run-tunnels.sh [--quick] [--smoke] [--bin DIR] [--only bulk|opening|idle]…
#
#   --quick      fewer rounds, fewer connections, fewer bytes
#   --smoke      as little as possible, to see that it works
#   --bin DIR    measures the programs in DIR, and builds none
#   --only PART  only this part; may be given several times
#
# Progress goes to standard error. A run takes about four minutes, and one with --quick, after the build.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/packages.sh
. "$root/scripts/packages.sh"

bin=
options=()
while [ $# -gt 0 ]; do
    case $1 in
    --quick | --smoke) options+=("$1") ;;
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

install_packages curl nginx-light openssh-client openssh-server procps python3 >&2
if [ -z "$bin" ]; then
    install_packages "${build_packages[@]}" >&2
    for product in devicestreamd devicestream devicestream-tunnel; do
        swift build --package-path "$root" -c release --static-swift-stdlib --product "$product" >&2
    done
    bin=$(swift build --package-path "$root" -c release --static-swift-stdlib --show-bin-path)
fi
for program in devicestreamd devicestream devicestream-tunnel; do
    [ -x "$bin/$program" ] || {
        echo "ERROR: There is no program $bin/$program." >&2
        exit 1
    }
done

# The settings of the caller must not reach the programs that are measured.
while read -r name; do unset "$name"; done < <(compgen -e | grep '^DEVICESTREAM_' || true)
unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy SSL_CERT_FILE SSL_CERT_DIR SSH_AUTH_SOCK
export PYTHONDONTWRITEBYTECODE=1
version=$("$bin/devicestream" --version) || version=devicestream
exec python3 "$here/tunnels.py" "$(realpath "$bin")" "$version; $(ssh -V 2>&1)" "${options[@]}"
