import HubModel

/// The reason of a close frame: what happened, and the id of the stream's request, by which its records are found.
package enum StreamCloseReason {
    private static let separator = "; tracking "

    /// The words are cut where both do not fit (RFC 6455 §5.5): the id is what leads to the whole story.
    package static func text(_ words: String, trackingID: String?) -> String {
        guard let trackingID else { return words }
        let end = separator + trackingID
        let fitting = CloseStatus.fitting(words, within: CloseStatus.maximumReasonBytes - end.utf8.count)
        return fitting + end
    }

    /// What stands before the id, and the id with what leads to it; the whole text where there is none.
    package static func parts(of text: String) -> (words: String, end: String) {
        guard let range = text.firstRange(of: separator) else { return (text, "") }
        return (String(text[..<range.lowerBound]), String(text[range.lowerBound...]))
    }
}
