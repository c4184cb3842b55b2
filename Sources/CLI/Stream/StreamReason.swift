import HubModel

/// The reason that a person gives for opening or closing a stream.
enum StreamReason {
    /// The text as it was given; throws `Usage` when it is longer than the server takes.
    static func checked(_ text: String?) throws(HubError) -> String? {
        guard let text, text.utf8.count > StreamCreation.maximumReasonBytes else { return text }
        throw HubError(
            .usage,
            "A reason has at most \(StreamCreation.maximumReasonBytes) bytes; this one has \(text.utf8.count).",
            target: "--reason"
        )
    }
}
