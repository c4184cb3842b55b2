import JMESPath

/// The times of round trips.
struct RoundTrips: Equatable {
    /// Sorted.
    private let microseconds: [Int64]

    /// At least one.
    init(microseconds: [Int64]) {
        self.microseconds = microseconds.sorted()
    }

    /// The time that so many of a hundred do not exceed.
    func percentile(_ percent: Int) -> Int64 {
        let rank = (microseconds.count * percent + 99) / 100
        return microseconds[max(0, min(microseconds.count, rank) - 1)]
    }

    var json: JSONValue {
        .make([
            ("count", .number(JSONNumber(microseconds.count))),
            ("minimumMicroseconds", .number(JSONNumber(Int(percentile(0))))),
            ("p50Microseconds", .number(JSONNumber(Int(percentile(50))))),
            ("p99Microseconds", .number(JSONNumber(Int(percentile(99))))),
            ("maximumMicroseconds", .number(JSONNumber(Int(percentile(100))))),
        ])
    }
}

/// Bytes in a time.
struct Throughput: Equatable {
    let bytes: Int64
    let nanoseconds: Int64

    var bytesPerSecond: Int64 { Int64(Double(bytes) * 1e9 / Double(max(1, nanoseconds))) }

    var json: JSONValue {
        .make([
            ("bytes", .number(JSONNumber(Int(bytes)))),
            ("milliseconds", .number(JSONNumber(Int(nanoseconds / 1_000_000)))),
            ("bytesPerSecond", .number(JSONNumber(Int(bytesPerSecond)))),
        ])
    }
}
