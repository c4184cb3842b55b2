#!/usr/bin/env bash
# Writes completions/ for bash, zsh and fish with a built devicestream.
#
# usage: scripts/completions.sh [--check] [--bin DIRECTORY]
#
#   --check           writes nothing, and ends with 12 where the files are not what the program makes
#   --bin DIRECTORY   of devicestream; DEVICESTREAM_BIN, or .build/debug, where it is left out
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/command.sh
. scripts/command.sh

read_options --check '' "$@"
refuse_words
need_programs devicestream

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
    "$bin/devicestream" --generate-completion-script "$shell" >"$work/$name"
    if [ ${#options[@]} -gt 0 ]; then
        if ! diff -u "completions/$name" "$work/$name" >&2; then
            echo "ERROR: completions/$name is not what the program makes; run: scripts/completions.sh" >&2
            status=12
        fi
    else
        mkdir -p "completions"
        # An unchanged file keeps its time.
        cmp -s "$work/$name" "completions/$name" || cp "$work/$name" "completions/$name"
        chmod 644 "completions/$name"
    fi
done
exit $status
