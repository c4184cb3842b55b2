#!/usr/bin/env bash
# Measures forward, gateway and agent against OpenSSH as a relay, and prints the figures as Markdown tables.
#
# usage: Benchmarks/run-tunnels.sh [--quick] [--smoke] [--bin DIR] [--only bulk|opening|idle]…
#
#   --quick      fewer rounds, fewer connections, fewer bytes
#   --smoke      as little as possible, to see that it works
#   --bin DIR    measures the programs in DIR, and builds none
#   --only PART  only this part; may be given several times
#
# Progress goes to standard error. A run takes about four minutes, and one with --quick, after the build.
set -euo pipefail
# shellcheck source=Benchmarks/programs.sh
. "$(dirname -- "$0")/programs.sh"

read_options '--quick --smoke' --only "$@"
refuse_words
install_packages curl nginx-light openssh-client openssh-server procps python3 >&2
find_programs devicestreamd devicestream devicestream-tunnel
forget_settings
version=$("$bin/devicestream" --version) || version=devicestream
exec python3 "$here/tunnels.py" "$bin" "$version; $(ssh -V 2>&1)" "${options[@]}"
