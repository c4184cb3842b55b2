#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and runs each, beginning with the committed corpus.
#
# usage: scripts/fuzz.sh [SECONDS FOR EACH TARGET]
#
# What a run finds by itself stays in .build-fuzz/found/, and the next run begins with that too. A failure leaves its
# input beside it as crash-…; run the target with that file to see it again.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/command.sh
. scripts/command.sh

read_options '' '' "$@"
seconds=${words[0]:-60}
[[ $seconds =~ ^[1-9][0-9]{0,5}$ ]] || fail "'$seconds' is not a number of seconds." 2
scratch=.build-fuzz
# Longer than every seed; a longer input finds nothing that this one does not.
longest=4096

export DEVICESTREAM_FUZZ=1
status=0
for pair in MQTTFuzz:mqtt WebSocketFuzz:websocket LogQueryFuzz:logquery; do
    target=${pair%:*}
    corpus=Fuzz/Corpus/${pair#*:}
    echo "==> $target"
    swift build --configuration release --scratch-path "$scratch" --sanitize=fuzzer --product "$target"
    program=$(swift build --configuration release --scratch-path "$scratch" --sanitize=fuzzer --show-bin-path)/$target
    found=$scratch/found/$target
    mkdir -p "$found"
    # It reports now and then on standard error; the last lines are enough where all is well.
    log=$scratch/$target.log
    if timeout --kill-after=10 $((seconds + 60)) "$program" -max_total_time="$seconds" -max_len="$longest" -timeout=10 \
        -rss_limit_mb=2048 -artifact_prefix="$found/" -print_final_stats=1 "$found" "$corpus" >"$log" 2>&1; then
        grep -E '^(stat::number_of_executed_units|stat::peak_rss_mb)|DONE' "$log"
    else
        # What failed stands before a long backtrace and the registers.
        grep -a -A 2 -E 'Fatal error|ERROR: libFuzzer|SUMMARY' "$log" >&2 || tail -n 60 "$log" >&2
        echo "ERROR: $target failed; the input is in $found." >&2
        status=1
    fi
done
exit $status
