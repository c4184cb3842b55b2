/// Where a request stands in a trace that spans programs: the header `traceparent` (W3C Trace Context level 1, §3.2).
///
/// We make no spans, so what a caller sends is passed on as it came: the parent that it names is the last one there is.
public struct TraceContext: Hashable, Sendable {
    /// The trace that all of its requests have in common.
    public let traceID: TraceID
    /// The caller's part of it: 16 lower-case hexadecimal digits, not all zero.
    public let parentID: String
    /// Whether the caller records the trace; the other flags are not passed on (§3.2.2.5).
    public let isSampled: Bool

    /// The name of the header.
    package static let headerName = "traceparent"
    /// The version that we write.
    private static let version = "00"
    /// `00-` and 32, `-` and 16, `-` and 2.
    private static let length = 55

    /// A new trace.
    package init(new world: World) {
        var bytes = world.randomBytes(24)
        // All zero stands for none, and chance gives that, too.
        bytes[15] |= 1
        bytes[23] |= 1
        traceID = TraceID(checked: Base16.encode(bytes[..<16]))
        parentID = Base16.encode(bytes[16...])
        isSampled = false
    }

    /// Reads the value of the header.
    ///
    /// `nil` for what is none, which is to be treated as if it were not there (§4.3). Of a later version the parts that
    /// this one knows are read (§3.2.4).
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= Self.length, bytes[2] == Self.hyphen, bytes[35] == Self.hyphen, bytes[52] == Self.hyphen
        else { return nil }
        let version = bytes[..<2]
        guard Self.areDigits(version), !version.elementsEqual("ff".utf8) else { return nil }
        if version.elementsEqual(Self.version.utf8) {
            guard bytes.count == Self.length else { return nil }
        } else {
            guard bytes.count == Self.length || bytes[Self.length] == Self.hyphen else { return nil }
        }
        let (trace, parent, flags) = (bytes[3..<35], bytes[36..<52], bytes[53..<55])
        guard Self.areDigits(trace), Self.areDigits(parent), Self.areDigits(flags),
            !Self.isZero(trace), !Self.isZero(parent),
            let flag = UInt8(String(decoding: flags, as: UTF8.self), radix: 16)
        else { return nil }
        traceID = TraceID(checked: String(decoding: trace, as: UTF8.self))
        parentID = String(decoding: parent, as: UTF8.self)
        isSampled = flag & 1 == 1
    }

    private static let hyphen = UInt8(ascii: "-")

    /// Upper-case ones are not (§3.2.2).
    fileprivate static func areDigits(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    fileprivate static func isZero(_ digits: some Sequence<UInt8>) -> Bool {
        digits.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

extension TraceContext: CustomStringConvertible {
    /// The value of the header.
    public var description: String {
        "\(Self.version)-\(traceID.text)-\(parentID)-\(isSampled ? "01" : "00")"
    }
}

/// The id of a trace (W3C Trace Context level 1, §3.2.2.3).
public struct TraceID: Identifier {
    /// The word for it in messages.
    public static let noun = "trace id"

    /// The rule in words.
    public static let rule = "32 lower-case hexadecimal digits, not all zero"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        text.utf8.count == 32 && TraceContext.areDigits(text.utf8) && !TraceContext.isZero(text.utf8)
    }
}
