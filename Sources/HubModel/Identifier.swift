/// A name that people give: checked once when it enters, a type of its own afterwards.
public protocol Identifier: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The word for it in messages, as in *"'x y' is not a device id"*.
    static var noun: String { get }

    /// The rule in words, for messages.
    static var rule: String { get }

    /// The checked text, as it was given.
    var text: String { get }

    /// Whether the text follows the rule.
    static func accepts(_ text: String) -> Bool

    /// Wraps text that was checked.
    init(checked text: String)
}

extension Identifier {
    /// Checks the text; throws `ArgumentInvalid` that says the rule.
    public init(_ text: String, target: String? = nil) throws(HubError) {
        guard Self.accepts(text) else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(text, limit: 140))' is not a \(Self.noun): \(Self.rule).",
                target: target
            )
        }
        self.init(checked: text)
    }

    /// What may be shown.
    public var description: String { text }

    /// Reads a string; throws where it breaks the rule.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard Self.accepts(text) else {
            throw BodyError.invalidValue(
                path: BodyError.path(decoder.codingPath),
                problem: "'\(VisibleText.show(text, limit: 140))' is not a \(Self.noun): \(Self.rule)"
            )
        }
        self.init(checked: text)
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// The name of a hub.
///
/// The same in any case: `Hub` and `hub` are one hub, whose host name is in lower case.
///
/// The rule is that of `Microsoft.Devices/IotHubs`: 3 to 50 letters, digits and hyphens, not digits alone,
/// no hyphen at either end.
public struct HubName: Identifier {
    /// The word for it in messages.
    public static let noun = "hub name"

    /// The rule in words.
    public static let rule = "3 to 50 letters, digits and hyphens, not digits alone, with no hyphen at either end"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (3...50).contains(bytes.count), bytes.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }) else {
            return false
        }
        return bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-") && !bytes.allSatisfy(\.isDigit)
    }

    /// The name in lower case: what two spellings of one hub have in common, and the first label of its host name.
    public var key: String { text.lowercased() }

    /// Whether both are one.
    public static func == (left: HubName, right: HubName) -> Bool { left.key == right.key }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// The id of a device in its hub; upper and lower case differ.
///
/// IoT Hub's alphabet (`azure-iot-hub` registry): 1 to 128 of `A-Z a-z 0-9 - : . + % _ # * ? ! ( ) , = @ ; $ '`.
/// `.` and `..` are no ids, because a path segment of that name means another resource to many programs.
public struct DeviceID: Identifier {
    /// The word for it in messages.
    public static let noun = "device id"

    /// The rule in words.
    public static let rule = "1 to 128 of A-Z a-z 0-9 - : . + % _ # * ? ! ( ) , = @ ; $ ' and neither '.' nor '..'"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    private static let symbols = Set("-:.+%_#*?!(),=@;$'".utf8)

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { $0.isLetterOrDigit || symbols.contains($0) }
    }
}

/// The name of a shared access policy: 1 to 64 of `A-Z a-z 0-9 - . _`.
public struct PolicyName: Identifier {
    /// The word for it in messages.
    public static let noun = "policy name"

    /// The rule in words.
    public static let rule = "1 to 64 of A-Z a-z 0-9 - . _ and neither '.' nor '..'"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { Word.accepts(text, 1...64) }
}

/// The id of an API token: given by the server, no secret.
public struct TokenID: Identifier {
    /// The word for it in messages.
    public static let noun = "token id"

    /// The rule in words.
    public static let rule = "1 to 64 of A-Z a-z 0-9 - . _ and neither '.' nor '..'"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { Word.accepts(text, 1...64) }
}

/// The stamp of a region, such as `local-001`: one label of a streaming endpoint's host name.
public struct RegionStamp: Identifier {
    /// The word for it in messages.
    public static let noun = "region stamp"

    /// The rule in words.
    public static let rule = "1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.lowercased() == text && Word.isHostLabel(text)
    }
}

/// What the simple names share.
enum Word {
    static func accepts(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy {
                $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
            }
    }

    /// A label of a host name (RFC 1123 §2.1): letters, digits and hyphens, no hyphen at either end, 63 at most.
    static func isHostLabel(_ text: some BidirectionalCollection<Character> & StringProtocol) -> Bool {
        (1...63).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.last != "-"
            && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    }
}

extension UInt8 {
    /// An ASCII digit.
    public var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// An ASCII letter or digit.
    public var isLetterOrDigit: Bool {
        isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
    }
}
