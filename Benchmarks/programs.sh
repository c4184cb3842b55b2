# Sourced by the benchmarks: what they take on the command line, and the programs that they measure.
# shellcheck shell=bash

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/packages.sh
. "$root/scripts/packages.sh"
export PYTHONDONTWRITEBYTECODE=1

# What the comment at the head of the script says.
usage() {
    sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0"
}

# fail MESSAGE [STATUS]
fail() {
    echo "ERROR: $1" >&2
    exit "${2:-1}"
}

say() {
    echo "==> $*" >&2
}

# Reads the command line: the value of --bin into `bin`, and what else is allowed into `options`.
#
# usage: read_options "FLAG FLAG…" "OPTION-WITH-VALUE…" "$@"
read_options() {
    local flags=" $1 " valued=" $2 "
    shift 2
    bin=
    options=()
    while [ $# -gt 0 ]; do
        if [ "$1" = -h ] || [ "$1" = --help ]; then
            usage
            exit 0
        elif [[ $flags = *" $1 "* ]]; then
            options+=("$1")
        elif [ "$1" = --bin ] || [[ $valued = *" $1 "* ]]; then
            [ $# -gt 1 ] || fail "$1 needs a value." 2
            if [ "$1" = --bin ]; then bin=$2; else options+=("$1" "$2"); fi
            shift
        else
            fail "'$1' is not known; see --help." 2
        fi
        shift
    done
}

# Makes `bin` the whole path of the directory with these programs, and builds them where --bin named none.
find_programs() {
    local program
    if [ -z "$bin" ]; then
        install_packages "${build_packages[@]}" >&2
        for program in "$@"; do
            say "building $program (release)"
            swift build --package-path "$root" -c release --static-swift-stdlib --product "$program" >&2
        done
        bin=$(swift build --package-path "$root" -c release --static-swift-stdlib --show-bin-path)
    fi
    bin=$(realpath -e -- "$bin" 2>/dev/null) || fail "There is no directory for --bin."
    for program in "$@"; do
        [ -x "$bin/$program" ] || fail "There is no program $bin/$program."
    done
}

# The settings of the caller must not reach the programs that are measured.
forget_settings() {
    local name
    while read -r name; do unset "$name"; done < <(compgen -e | grep '^DEVICESTREAM_' || true)
    unset HTTPS_PROXY https_proxy ALL_PROXY all_proxy SSL_CERT_FILE SSL_CERT_DIR SSH_AUTH_SOCK
}
