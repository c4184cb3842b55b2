/// What kind of values a column holds; the names are those of the language.
package enum LogType: String, Equatable, Sendable {
    case string, long, real, datetime
    /// Only of values in a query; no column has it.
    case timespan

    var isNumber: Bool { self == .long || self == .real }

    /// Whether its values have an order that `<` and `between` ask for.
    ///
    /// Texts have one only in `order by`, as in the original.
    var isOrdered: Bool { self != .string }

    /// Whether values of the two are compared with each other.
    func isComparable(with other: LogType) -> Bool { self == other || isNumber && other.isNumber }
}
