#!/usr/bin/env bash
# Measures the activity log, and prints the figures as Markdown tables.
#
# usage: Benchmarks/run-logs.sh [--quick] [--bin DIR]
#
#   --quick      fewer records
#   --bin DIR    measures the devicestreamd in DIR, and builds none
#
# Progress goes to standard error. A run takes about three minutes after the build.
set -euo pipefail
# shellcheck source=Benchmarks/programs.sh
. "$(dirname -- "$0")/programs.sh"

read_options --quick '' "$@"
refuse_words
install_packages python3 >&2
find_programs devicestreamd
forget_settings
version=$("$bin/devicestreamd" --version) || version=devicestreamd
exec python3 "$here/logs.py" "$bin/devicestreamd" "$version" "${options[@]}"
