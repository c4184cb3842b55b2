import HubModel

/// The `?key=value&…` level of a stream topic.
///
/// Values are written in the unreserved characters of RFC 3986 §2.3 or percent-encoded to them, so that none can end a
/// pair, a level or the topic. SDKs ignore keys that they do not know; a key outside this list cannot be written.
enum StreamTopicKey: String, CaseIterable, Sendable {
    case requestID = "$rid"
    case url = "$url"
    case token = "$auth"
    /// Ours: what the service asks the agent for; in an answer, what the agent serves.
    case service = "$service"
    /// Ours: why the service asks, or why the device rejects; free text.
    case reason = "$reason"
    /// Ours: the device's code for its rejection.
    case code = "$code"
    /// Ours: after how many seconds to ask again.
    case retryAfter = "$retryAfter"
    /// Ours: `true` where the service carries half-closes; in an answer, where the device does, too.
    case halfClose = "$halfClose"
    /// Ours: the policy or API token that asks, as records show it.
    case caller = "$caller"
    /// Ours: the trace of the request, as the header `traceparent` has it.
    case trace = "$traceparent"
}

/// Reads and writes that level.
struct StreamTopicProperties {
    /// The largest topic of a stream: name 128, `$url` 900 bytes three times, `$auth` 900, `$service`, `$reason` and
    /// `$caller` encoded 384, 768 and 768, and the keys.
    static let maximumTopicBytes = 8192

    /// Free text in UTF-8; a sentence or two, for people.
    static let maximumReasonBytes = 256

    private var values: [StreamTopicKey: String] = [:]

    /// Reads the pairs.
    ///
    /// Unknown keys and what is no pair are passed over; throws `repeatedKey` when one of ours comes twice, because
    /// readers differ in which one they take.
    init(parsing level: Substring) throws(StreamTopicError) {
        let pairs = level.hasPrefix("?") ? level.dropFirst() : level
        for pair in pairs.split(separator: "&") {
            guard let equals = pair.firstIndex(of: "="),
                let key = StreamTopicKey(rawValue: String(pair[..<equals]))
            else { continue }
            let value = String(pair[pair.index(after: equals)...])
            guard values.updateValue(value, forKey: key) == nil else { throw .repeatedKey(key.rawValue) }
        }
    }

    /// Whether the pair is there, readable or not.
    func has(_ key: StreamTopicKey) -> Bool { values[key] != nil }

    /// The value as it stands; throws `missing`.
    func verbatim(_ key: StreamTopicKey) throws(StreamTopicError) -> String {
        guard let value = values[key] else { throw .missing(key.rawValue) }
        return value
    }

    /// The value decoded once; `nil` when it is missing or its escapes are broken.
    func decoded(_ key: StreamTopicKey) -> String? {
        values[key].flatMap { PercentCoding.decode($0) }
    }

    /// The reason, cut to its bound.
    var reason: String? { decoded(.reason).map(Self.bounded) }

    /// Whether half-closes are offered, or taken; any other value is none.
    var halfClose: Bool { decoded(.halfClose) == Self.yes }

    /// What stands for a yes; a no is not written.
    static let yes = "true"

    /// The pairs as they are written; values that are not there are left out.
    static func text(_ pairs: [(StreamTopicKey, String?)]) -> String {
        var text = ""
        for case (let key, let value?) in pairs {
            text += (text.isEmpty ? "?" : "&") + key.rawValue + "=" + PercentCoding.encode(value)
        }
        return text
    }

    /// The text in at most 256 bytes, cut between characters.
    static func bounded(_ text: String) -> String {
        guard text.utf8.count > maximumReasonBytes else { return text }
        var output = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            guard bytes <= maximumReasonBytes else { break }
            output.append(character)
        }
        return output
    }
}

/// Why a topic is not read as a stream's.
package enum StreamTopicError: Error, Equatable, Sendable {
    /// It has another beginning.
    case otherTopic
    case tooLong(Int)
    /// Not the number of levels that SDKs write and read.
    case wrongLevels(Int)
    case missing(String)
    case repeatedKey(String)
    case invalid(String)
    /// An answer with another status than 200 and 400; no SDK sends one.
    case unknownStatus(String)
}
