import HubModel
import LogQuery

/// How a column of a query is written in SQL.
struct LogCell {
    /// The value as the language sees it: a text that is missing is empty, anything else that is missing has no value.
    let value: SQLFragment
    /// The same where a missing text has no value either, which an index knows it by.
    let plain: SQLFragment
    /// Whether `plain` may have no value.
    let isNullable: Bool
    let type: LogType
    /// Whether it is a text of the query that is not empty.
    var isFilled = false
    /// Whether it is read out of the record's JSON, which is dear.
    var isInRecord = false

    /// A column that hands on what is such a value already.
    init(_ value: SQLFragment, _ type: LogType) {
        self.value = value
        plain = value
        isNullable = type != .string
        self.type = type
    }

    /// A field of the records.
    init(_ field: LogField) {
        let place = LogPlace(field)
        plain = place.sql
        isInRecord = place.isInRecord
        isNullable = !place.isAlwaysThere
        type = field.type
        value = type == .string && isNullable ? "ifnull(\(plain), '')" : plain
    }

    /// A value that stands in the query.
    init(_ value: LogValue) {
        switch value {
        case .string(let text):
            self.init(text, .string)
            isFilled = !text.isEmpty
        case .long(let number): self.init(number, .long)
        case .real(let number): self.init(number, .real)
        case .datetime(let time): self.init(time.milliseconds, .datetime)
        case .timespan(let span): self.init(span, .timespan)
        }
    }

    private init(_ value: StoreConnection.Value, _ type: LogType) {
        self.init(value: "\(value: value)", type: type, isNullable: false)
    }

    init(value: SQLFragment, type: LogType, isNullable: Bool) {
        self.value = value
        plain = value
        self.isNullable = isNullable
        self.type = type
    }
}

extension [LogCell] {
    subscript(scalar: LogScalar) -> LogCell {
        switch scalar {
        case .column(let index): return self[index]
        case .value(let value): return LogCell(value)
        case .bin(let index, let width):
            let cell = self[index]
            // Times are counted from the first day of year 1, as in the original, so that weeks begin where its weeks do.
            let shift: Int64 = cell.type == .datetime ? 62_135_596_800_000 : 0
            let shifted: SQLFragment = shift == 0 ? cell.value : "(\(cell.value) + \(value: shift))"
            // The remainder has the sign of the value: what is below zero is rounded down, too.
            return LogCell(
                value: """
                    (\(cell.value) - (\(shifted) % \(value: width) + \(value: width)) % \(value: width))
                    """,
                type: cell.type,
                isNullable: cell.isNullable
            )
        }
    }
}
