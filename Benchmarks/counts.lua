-- Prints on one line: requests, seconds, p99 in microseconds, failures.
function done(summary, latency, _)
    local errors = summary.errors
    print(string.format(
        "counts %d %.6f %d %d",
        summary.requests, summary.duration / 1e6, latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
