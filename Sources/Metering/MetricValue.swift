/// A number as the text format has it; never rounded through a floating-point number.
package enum MetricValue: Equatable, Sendable {
    case whole(Int64)
    /// Written in seconds, the base unit.
    case nanoseconds(Int64)

    /// The digits.
    var text: String {
        switch self {
        case .whole(let number): return String(number)
        case .nanoseconds(let count):
            let (seconds, rest) = count.quotientAndRemainder(dividingBy: 1_000_000_000)
            guard rest != 0 else { return String(seconds) }
            var digits = String(rest.magnitude)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            return (count < 0 && seconds == 0 ? "-" : "") + String(seconds) + "." + digits
        }
    }
}

/// A value that stands somewhere else, with the values of its labels in their order.
package struct MetricReading: Sendable {
    let labels: [String]
    let value: MetricValue

    package init(_ labels: String..., value: MetricValue) {
        self.labels = labels
        self.value = value
    }

    package init(_ labels: String..., count: Int) {
        self.labels = labels
        value = .whole(Int64(count))
    }
}
