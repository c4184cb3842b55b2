import HubModel
import JMESPath

/// Rows of the error catalogue, and of the exit statuses, for people and scripts.
enum Explanation {
    static let codeShape = TableShape(
        [
            .init("Number", "number"), .init("Code", "code"), .init("HttpStatus", "httpStatus"),
            .init("ExitStatus", "exitStatus"), .init("CloseCode", "closeCode"), .init("Retryable", "retryable"),
            .init("Meaning", "meaning"), .init("Advice", "advice"),
        ],
        isForTSV: true
    )

    static let statusShape = TableShape(
        [.init("ExitStatus", "exitStatus"), .init("Meaning", "meaning")],
        isForTSV: true
    )

    static let statusWithCodesShape = TableShape(statusShape.columns + [.init("Codes", "codes")], isForTSV: true)

    static func of(_ code: ErrorCode) -> JSONValue {
        let entry = code.entry
        return .make([
            ("advice", .string(entry.advice)),
            ("closeCode", entry.closeCode.map { .integer(Int($0)) } ?? .null),
            ("code", .string(code.rawValue)),
            ("exitStatus", .integer(Int(entry.exitStatus.rawValue))),
            ("httpStatus", entry.httpStatus.map { .integer($0) } ?? .null),
            ("meaning", .string(entry.meaning)),
            ("number", .integer(entry.number)),
            ("retryable", .bool(entry.isRetryable)),
        ])
    }

    static func of(_ status: ExitStatus) -> JSONValue {
        .make([("exitStatus", .integer(Int(status.rawValue))), ("meaning", .string(status.meaning))])
    }

    /// With the codes that end in this status.
    static func withCodes(_ status: ExitStatus) -> JSONValue {
        let codes = ErrorCode.allCases.filter { $0.exitStatus == status }
        return .make((of(status).members ?? []) + [("codes", .array(codes.map { .string($0.rawValue) }))])
    }
}
