# Sourced by the benchmarks: the programs that they measure.
# shellcheck shell=bash

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname -- "$here")
# shellcheck source=scripts/command.sh
. "$root/scripts/command.sh"

say() {
    echo "==> $*" >&2
}

# find_programs PROGRAM… : makes `bin` the whole path of the directory that has them, and builds them where --bin named
# none.
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
