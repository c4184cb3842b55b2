# Sourced by the other scripts: what they take on the command line, what they need, and how they fail.
# shellcheck shell=bash
# shellcheck source=scripts/packages.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/packages.sh"

# What the comment at the head of the script says.
usage() {
    sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0"
}

# fail MESSAGE [STATUS]
fail() {
    echo "ERROR: $1" >&2
    exit "${2:-1}"
}

# Reads the command line: the value of --bin into `bin`, other options into `options`, what is no option into `words`.
#
# usage: read_options "FLAG…" "OPTION WITH A VALUE…" "$@"
read_options() {
    local flags=" $1 " valued=" --bin $2 "
    shift 2
    bin='' options=() words=()
    while [ $# -gt 0 ]; do
        if [ "$1" = -h ] || [ "$1" = --help ]; then
            usage
            exit 0
        elif [[ $1 != -* ]]; then
            words+=("$1")
        elif [[ $flags = *" $1 "* ]]; then
            options+=("$1")
        elif [[ $valued = *" $1 "* ]]; then
            [ $# -gt 1 ] || fail "$1 needs a value." 2
            if [ "$1" = --bin ]; then bin=$2; else options+=("$1" "$2"); fi
            shift
        else
            fail "'$1' is not known; see --help." 2
        fi
        shift
    done
}

# For scripts that take options only.
refuse_words() {
    [ ${#words[@]} -eq 0 ] || fail "'${words[0]}' is not known; see --help." 2
}

# need_programs PROGRAM… : makes `bin` the whole path of the directory that has them.
need_programs() {
    local program
    bin=${bin:-${DEVICESTREAM_BIN:-.build/debug}}
    for program in "$@"; do
        [ -x "$bin/$program" ] || fail "$bin/$program is missing; make it with: swift build"
    done
    bin=$(realpath -- "$bin")
}

# python_packages DIRECTORY PACKAGE… : makes the directory a virtual environment with just these.
#
# They are named with their versions, so that a run of today and one of next year find the same.
python_packages() {
    local directory=$1
    shift
    [ "$(cat "$directory/wanted" 2>/dev/null)" != "$*" ] || return 0
    python3 -m venv --clear "$directory"
    "$directory/bin/pip" install --quiet --disable-pip-version-check "$@"
    printf '%s\n' "$*" >"$directory/wanted"
}

# The settings of the caller must not reach the programs.
forget_settings() {
    local name
    while read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(DEVICESTREAM|AZURE|ARM)_' || true)
    unset HTTPS_PROXY https_proxy HTTP_PROXY http_proxy ALL_PROXY all_proxy NO_PROXY no_proxy SSL_CERT_FILE \
        SSL_CERT_DIR REQUESTS_CA_BUNDLE SSH_AUTH_SOCK
    export PYTHONDONTWRITEBYTECODE=1
}
