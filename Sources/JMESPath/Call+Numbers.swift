/// The functions that give numbers.
extension Node.Call {
    func number(of value: JSONValue) throws(ExpressionError) -> JSONValue {
        switch (function, value) {
        case (.abs, .number(let number)): return .number(number.magnitude)
        case (.ceil, .number(let number)): return .number(number.ceiling)
        case (.floor, .number(let number)): return .number(number.floor)
        case (.sum, .array(let elements)): return .number(try sum(elements))
        case (.avg, .array(let elements)):
            guard !elements.isEmpty else { return .null }
            return .number(try finite(try sum(elements).double / Double(elements.count)))
        case (.toNumber, .number): return value
        case (.toNumber, .string(let text)):
            return JSONReader.isNumber(text) ? .number(JSONNumber(validText: text)) : .null
        default: return .null
        }
    }

    /// Exact as long as all are integers of up to 38 digits.
    private func sum(_ elements: [JSONValue]) throws(ExpressionError) -> JSONNumber {
        var whole: Int128 = 0
        var fraction: Double?
        for case .number(let number) in elements {
            if let sum = fraction {
                fraction = sum + number.double
                continue
            }
            let sum = number.integer.map { whole.addingReportingOverflow($0) }
            if let sum, !sum.overflow { whole = sum.partialValue } else { fraction = Double(whole) + number.double }
        }
        return try fraction.map(finite) ?? JSONNumber(whole)
    }

    private func finite(_ value: Double) throws(ExpressionError) -> JSONNumber {
        guard let number = JSONNumber(value) else {
            throw ExpressionError(
                .invalidValue,
                at: position,
                "The result of \(function.rawValue)() is larger than a number can be."
            )
        }
        return number
    }
}
