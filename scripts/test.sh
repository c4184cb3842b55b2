#!/usr/bin/env bash
# Installs what the tests need and runs all of them. CI runs this and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/command.sh
. scripts/command.sh

started=$SECONDS
step_started=$SECONDS
step_name=

# Ends the step before, with the time that it took, and begins the next.
step() {
    if [ -n "$step_name" ]; then
        echo "    $step_name: $((SECONDS - step_started)) s"
    fi
    step_name=${1:-}
    step_started=$SECONDS
    if [ -n "$step_name" ]; then
        echo "==> $step_name"
    fi
}

step "packages"
# The tests run the programs beside curl, openssl, sqlite3, script (bsdutils) and servers in Python.
install_packages "${build_packages[@]}" bsdutils ca-certificates curl git openssl procps python3 python3-venv \
    shellcheck sqlite3 util-linux
command -v swift >/dev/null || fail "there is no swift. Install Swift 6.3 first."

step "Python packages"
python_packages .venv-test openapi-spec-validator==0.9.0 schemathesis==4.32.5 PyYAML==6.0.3 jsonschema==4.26.0 \
    jmespath==1.0.1

step "format"
swift format lint --strict --parallel --recursive Package.swift Sources Tests Fuzz

step "rules of the house"
scripts/check-imports
scripts/check-words
scripts/check-units
grep -rlE '^#!/usr/bin/env bash$|^# shellcheck shell=bash$' scripts Benchmarks .ci |
    xargs shellcheck --external-sources

step "description of the API"
.venv-test/bin/python scripts/check-openapi openapi/devicestream.yaml

step "build"
swift build --build-tests --explicit-target-dependency-import-check=error

step "completions"
scripts/completions.sh --check

step "JMESPath against jmespath.py"
.venv-test/bin/python scripts/check-jmespath

step "description of the API against the running server"
scripts/fuzz-api.sh

step "metrics"
scripts/check-metrics

step "device streams with real peers"
scripts/check-peers --heavy

step "device streams with programs that people use"
scripts/check-tunnels

step "forms of the allowlist with the programs that they are for"
scripts/check-formats

step "receivers of activity records"
scripts/check-sinks

step "Azure's own packages"
scripts/check-azure

step "the portal in Chromium"
scripts/check-portal

# Apart and one after the other, because the gateway's tests keep times of milliseconds; and because the end-to-end tests
# wait for programs on the threads that all tests share, and hold up the others.
step "tests of the rooms"
swift test --skip-build --skip EndToEnd --skip StreamGatewayTests
swift test --skip-build --no-parallel --filter StreamGatewayTests

step "end-to-end tests"
echo "    all before them: $((SECONDS - started)) s"
# Apart, for the same reason: those of the SDKs are asynchronous, the others wait for programs.
sdk='EndToEnd\.(DialStage|Management|Reconnect|Renewal|SlowReader|Splice|Stream)Tests/'
swift test --skip-build --filter "$sdk"
# Its own summary ends the output.
swift test --skip-build --filter EndToEnd --skip "$sdk"
