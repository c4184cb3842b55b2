/// The functions of the JMESPath specification.
enum Function: String, CaseIterable, Sendable {
    case abs, avg, ceil, contains
    case endsWith = "ends_with"
    case floor, join, keys, length, map, max
    case maxBy = "max_by"
    case merge, min
    case minBy = "min_by"
    case notNull = "not_null"
    case reverse, sort
    case sortBy = "sort_by"
    case startsWith = "starts_with"
    case sum
    case toArray = "to_array"
    case toNumber = "to_number"
    case toString = "to_string"
    case type, values

    /// What an argument may be.
    enum Parameter: Sendable {
        case any
        case oneOf([ValueType])
        /// A list whose elements are all of the first of these types that its first element has.
        case list(of: [ValueType])
        /// `&expression`.
        case reference
    }

    /// The parameters in their order.
    var parameters: [Parameter] {
        switch self {
        case .abs, .ceil, .floor: [.oneOf([.number])]
        case .avg, .sum: [.list(of: [.number])]
        case .max, .min, .sort: [.list(of: [.number, .string])]
        case .contains: [.oneOf([.array, .string]), .any]
        case .endsWith, .startsWith: [.oneOf([.string]), .oneOf([.string])]
        case .join: [.oneOf([.string]), .list(of: [.string])]
        case .keys, .values, .merge: [.oneOf([.object])]
        case .length: [.oneOf([.string, .array, .object])]
        case .map: [.reference, .oneOf([.array])]
        case .maxBy, .minBy, .sortBy: [.oneOf([.array]), .reference]
        case .reverse: [.oneOf([.array, .string])]
        case .notNull, .toArray, .toNumber, .toString, .type: [.any]
        }
    }

    /// Whether the last argument may come any number of times.
    var isVariadic: Bool { self == .merge || self == .notNull }

    /// The parameter of an argument.
    func parameter(_ index: Int) -> Parameter {
        let parameters = parameters
        return parameters[Swift.min(index, parameters.count - 1)]
    }

    /// The error for a name that is no function's, with the name that was probably meant.
    static func unknown(_ name: String, at position: Int) -> ExpressionError {
        let plain = { (name: String) in name.lowercased().filter { $0 != "_" } }
        let meant = allCases.first { plain($0.rawValue) == plain(name) }
        let advice = meant.map { ", did you mean '\($0.rawValue)'?" } ?? "."
        return ExpressionError(.unknownFunction, at: position, "There is no function '\(name)'\(advice)")
    }
}

extension Node.Call {
    /// Checks what does not depend on the document: how many arguments there are, and which are expressions.
    func check() throws(ExpressionError) {
        let count = function.parameters.count
        guard arguments.count == count || function.isVariadic && arguments.count > count else {
            let wanted = "\(function.isVariadic ? "at least " : "")\(count) argument\(count == 1 ? "" : "s")"
            throw ExpressionError(
                .invalidArity,
                at: position,
                "The function \(function.rawValue)() needs \(wanted), found \(arguments.count)."
            )
        }
        for (index, argument) in arguments.enumerated() {
            switch (function.parameter(index), argument.isReference) {
            case (.reference, true), (.any, false), (.oneOf, false), (.list, false): break
            case (.reference, false):
                throw mismatch(at: argument.position, "an expression with '&' before it", found: "a value")
            case (.any, true), (.oneOf, true), (.list, true):
                throw mismatch(at: argument.position, "a value", found: "an expression with '&' before it")
            }
        }
    }

    /// The error for an argument of a wrong type.
    func mismatch(at position: Int, _ wanted: String, found: String) -> ExpressionError {
        ExpressionError(
            .invalidType,
            at: position,
            "The function \(function.rawValue)() needs \(wanted), found \(found)."
        )
    }
}
