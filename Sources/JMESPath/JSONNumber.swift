// Nothing of it is named here: conversions between Int128 and Double need the C library's mathematics to be linked.
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A JSON number as the text that it was written as, so that `1.0`, `1e3` and long integers come out as they went in.
package struct JSONNumber: Sendable {
    /// A number of the grammar of RFC 8259 §6.
    package let text: String

    /// The text must be a number of the grammar.
    init(validText text: String) {
        self.text = text
    }

    /// A whole number.
    package init(_ value: Int) {
        text = String(value)
    }

    init(_ value: Int128) {
        text = String(value)
    }

    /// A finite number, or `nil`: JSON has neither infinity nor NaN.
    init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// Whether it is written without fraction and exponent.
    var isInteger: Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The value of an integer that fits.
    var integer: Int128? { isInteger ? Int128(text) : nil }

    /// The nearest floating point number; infinite where there is none so large.
    var double: Double { Double(text) ?? (isNegative ? -.infinity : .infinity) }

    var isNegative: Bool { text.utf8.first == UInt8(ascii: "-") }

    /// The number without its sign.
    var magnitude: JSONNumber { isNegative ? JSONNumber(validText: String(text.dropFirst())) : self }
}

extension JSONNumber: Comparable {
    package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8) || order(left, right) == 0
    }

    package static func < (left: JSONNumber, right: JSONNumber) -> Bool { order(left, right) < 0 }

    /// Negative, zero or positive, as the left is less than, equal to or greater than the right.
    ///
    /// Integers are compared exactly, however long they are, and exactly with fractions up to 38 digits.
    private static func order(_ left: JSONNumber, _ right: JSONNumber) -> Int {
        switch (left.isInteger, right.isInteger) {
        case (true, true): return orderOfIntegers(left, right)
        case (true, false):
            if let integer = left.integer { return order(integer, right.double) }
        case (false, true):
            if let integer = right.integer { return -order(integer, left.double) }
        case (false, false): break
        }
        return left.double < right.double ? -1 : left.double > right.double ? 1 : 0
    }

    /// Integers have no leading zeros: the longer one is the greater one.
    private static func orderOfIntegers(_ left: JSONNumber, _ right: JSONNumber) -> Int {
        let leftDigits = left.magnitude.text
        let rightDigits = right.magnitude.text
        // There is a negative zero, and it equals zero.
        let leftIsNegative = left.isNegative && leftDigits != "0"
        let rightIsNegative = right.isNegative && rightDigits != "0"
        guard leftIsNegative == rightIsNegative else { return leftIsNegative ? -1 : 1 }
        let sign = leftIsNegative ? -1 : 1
        if leftDigits.utf8.count != rightDigits.utf8.count {
            return leftDigits.utf8.count < rightDigits.utf8.count ? -sign : sign
        }
        if ExactText.precedes(leftDigits, rightDigits) { return -sign }
        return ExactText.precedes(rightDigits, leftDigits) ? sign : 0
    }

    private static func order(_ integer: Int128, _ double: Double) -> Int {
        guard let whole = whole(double) else { return double > 0 ? -1 : 1 }
        if integer != whole { return integer < whole ? -1 : 1 }
        let rest = double - Double(whole)
        return rest > 0 ? -1 : rest < 0 ? 1 : 0
    }
}

extension JSONNumber {
    /// The number without its fraction, or `nil` where it is too large.
    private static func whole(_ double: Double) -> Int128? {
        Swift.abs(double) < 0x1p126 ? Int128(double) : nil
    }

    /// The greatest whole number that is not greater.
    var floor: JSONNumber {
        guard !isInteger, let whole = Self.whole(double) else { return self }
        return JSONNumber(Double(whole) > double ? whole - 1 : whole)
    }

    /// The least whole number that is not less.
    var ceiling: JSONNumber {
        guard !isInteger, let whole = Self.whole(double) else { return self }
        return JSONNumber(Double(whole) < double ? whole + 1 : whole)
    }
}
