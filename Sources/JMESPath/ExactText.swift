/// Text compared code point by code point.
///
/// `==` and `<` of `String` take canonically equivalent texts for equal, which JSON and JMESPath do not. The order of
/// UTF-8 bytes is the order of code points.
struct ExactText: Hashable, Comparable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactText, right: ExactText) -> Bool { areEqual(left.text, right.text) }

    static func < (left: ExactText, right: ExactText) -> Bool { precedes(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    static func areEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
