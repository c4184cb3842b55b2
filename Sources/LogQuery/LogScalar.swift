/// A value in each row.
package enum LogScalar: Equatable, Sendable {
    /// A column of the step before, by its place.
    case column(Int)
    case value(LogValue)
    /// The column's value, rounded down to a multiple: milliseconds for times, a whole number for others.
    case bin(column: Int, width: Int64)
}
