import HubModel

/// Path and query of a request, as they go over the wire (RFC 9112 §3.2.1).
///
/// Each segment and each value of the query is percent-encoded once, so that no id can become another path.
package enum RequestTarget {
    /// Puts a target together of segments and values that are not encoded yet.
    ///
    /// Names of the query are sent as they are; one with a `nil` value is left out.
    package static func make(_ segments: [String], query: KeyValuePairs<String, String?> = [:]) -> String {
        var text = ""
        for segment in segments { text += "/" + PercentCoding.encode(segment) }
        var separator = "?"
        for (name, value) in query {
            guard let value else { continue }
            text += separator + name + "=" + PercentCoding.encode(value)
            separator = "&"
        }
        return text
    }

    /// Whether the text can stand in a request line without meaning something else: it begins with one slash, is
    /// visible ASCII, and has no backslash and no fragment.
    ///
    /// `//host/path` is a reference to another host (RFC 3986 §4.2).
    package static func isSendable(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.hasPrefix("//")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") }
    }
}
