#!/bin/sh
# Writes completions/ for bash, zsh and fish with a built devicestream, or compares them with --check.
#
#   scripts/completions.sh [--check] [PROGRAM]      PROGRAM is .build/debug/devicestream where it is left out
set -eu

check=false
if [ "${1-}" = --check ]; then
    check=true
    shift
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=${1-$root/.build/debug/devicestream}
if [ ! -x "$program" ]; then
    echo "completions.sh: there is no program at '$program'; build it with: swift build --product devicestream" >&2
    exit 2
fi

# The names under which each shell looks for them.
name_for() {
    case $1 in
    bash) echo devicestream.bash ;;
    zsh) echo _devicestream ;;
    fish) echo devicestream.fish ;;
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for shell in bash zsh fish; do
    name=$(name_for "$shell")
    "$program" --generate-completion-script "$shell" >"$work/$name"
    if $check; then
        if ! diff -u "$root/completions/$name" "$work/$name" >&2; then
            echo "completions.sh: completions/$name is not what the program makes; run: scripts/completions.sh" >&2
            status=12
        fi
    else
        mkdir -p "$root/completions"
        # An unchanged file keeps its time.
        cmp -s "$work/$name" "$root/completions/$name" || cp "$work/$name" "$root/completions/$name"
        chmod 644 "$root/completions/$name"
    fi
done
exit $status
