package import HubModel

/// The reason of a close frame: what happened, and the id of the stream's request, by which its records are found.
///
/// `StreamClosed: the ticket is closed; tracking b90e3f12-…`: where the hub ends a stream, the code of the catalogue
/// comes first, and behind it the words of who ended it, where there are some.
package enum StreamCloseReason {
    private static let separator = "; tracking "
    private static let colon = ": "

    /// What happened, where the hub ended the stream.
    ///
    /// The words are a person's, and made safe: clients may show them as they come.
    package static func words(_ code: ErrorCode, _ detail: String?) -> String {
        guard let detail, !detail.isEmpty else { return code.rawValue }
        return code.rawValue + colon + VisibleText.show(detail)
    }

    /// The code that the words begin with, and what stands behind it; `nil` where they begin with none.
    package static func code(in words: String) -> (code: ErrorCode, detail: String?)? {
        if let code = ErrorCode(rawValue: words) { return (code, nil) }
        guard let range = words.firstRange(of: colon),
            let code = ErrorCode(rawValue: String(words[..<range.lowerBound]))
        else { return nil }
        return (code, String(words[range.upperBound...]))
    }

    /// The words are cut where both do not fit (RFC 6455 §5.5): the id is what leads to the whole story.
    package static func text(_ words: String, trackingID: String?) -> String {
        guard let trackingID else { return words }
        let end = separator + trackingID
        let fitting = CloseStatus.fitting(words, within: CloseStatus.maximumReasonBytes - end.utf8.count)
        return fitting + end
    }

    /// What stands before the id, and the id with what leads to it; the whole text where there is none.
    package static func parts(of text: String) -> (words: String, end: String) {
        // The last one: a person's words may hold anything.
        guard let range = text.ranges(of: separator).last else { return (text, "") }
        return (String(text[..<range.lowerBound]), String(text[range.lowerBound...]))
    }
}
