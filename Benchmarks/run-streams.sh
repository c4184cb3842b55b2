#!/usr/bin/env bash
# Measures device streams against nginx and mosquitto, and prints the figures as Markdown tables.
#
# usage: Benchmarks/run-streams.sh [--quick] [--bin DIR] [--only relay|latency|opening|logging|devices|streams]…
#
#   --quick      fewer rounds, fewer connections, fewer bytes
#   --bin DIR    measures the devicestreamd in DIR, and builds none
#   --only PART  only this part; may be given several times
#
# Progress goes to standard error. A run takes about ten minutes, and two with --quick, after the build.
set -euo pipefail
# shellcheck source=Benchmarks/programs.sh
. "$(dirname -- "$0")/programs.sh"

read_options --quick --only "$@"
refuse_words
install_packages curl libnginx-mod-stream mosquitto nginx-light openssl procps python3 >&2
find_programs devicestreamd
forget_settings
# As many as the machine lets: 10,000 devices have two ends here.
ulimit -n "$(ulimit -Hn)"
version=$("$bin/devicestreamd" --version) || version=devicestreamd
exec python3 "$here/streams.py" "$bin/devicestreamd" "$version; $(mosquitto -h | head -n 1)" \
    "${options[@]}"
