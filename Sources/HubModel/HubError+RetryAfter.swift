extension HubError {
    /// When an error of the kind that passes is worth another try, where nothing better is known: long enough for a
    /// restart.
    package static let standardWait = Duration.seconds(5)

    /// The error as a server sends it: with 429 and 503 it says when to try again.
    package var withRetryAfter: HubError {
        guard code.httpStatus == 429 || code.httpStatus == 503 else { return self }
        var error = self
        error.retryAfter = retryAfter ?? Self.standardWait
        return error
    }

    /// The value of `Retry-After` (RFC 9110 §10.2.3): whole seconds, at least 1, rounded up, so that nobody comes back
    /// too early.
    package var retryAfterSeconds: Int? {
        retryAfter.map { wait in
            let (seconds, attoseconds) = wait.components
            return Int(max(1, attoseconds > 0 ? seconds + 1 : seconds))
        }
    }
}
