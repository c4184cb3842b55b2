/// The body of every error response of the native API.
package struct ErrorBody: Codable, Equatable, Sendable {
    package struct Content: Codable, Equatable, Sendable {
        package var code: String
        package var number: Int
        package var message: String
        package var target: String?
        package var stage: String?
        package var retryable: Bool
        package var retryAfterSeconds: Int?
        package var hint: String?
        /// The `x-ms-request-id` of the response.
        package var trackingId: String
        package var timestampUtc: Timestamp
    }

    package var error: Content

    package init(_ error: HubError, trackingID: String, now: Timestamp) {
        self.error = Content(
            code: error.code.rawValue,
            number: error.code.number,
            message: error.message,
            target: error.target,
            stage: error.stage,
            retryable: error.code.isRetryable,
            retryAfterSeconds: error.retryAfterSeconds,
            hint: error.hint ?? error.code.advice,
            trackingId: trackingID,
            timestampUtc: now
        )
    }

    /// The error as its receiver holds it; a code that this build does not know keeps its class by `status`.
    package func hubError(status: Int) -> HubError {
        HubError(
            ErrorCode(rawValue: error.code) ?? ErrorCode.nearest(status: status),
            error.message,
            target: error.target,
            stage: error.stage,
            retryAfter: error.retryAfterSeconds.map { .seconds($0) },
            hint: error.hint
        )
    }
}
