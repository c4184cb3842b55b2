import HTTPTypes
import HubModel
import NIOCore

/// The login endpoint of Azure's clients: OpenID discovery, and access tokens for API clients (RFC 6749 §4.4).
///
/// Its path ends in `/adfs`, so that MSAL asks nobody on the internet whether it may be trusted.
enum AzureLoginFace {
    static let face = Face(
        routes: LoginRoutes.all,
        paths: .lenient,
        isKeptFromStreamingHosts: true,
        tell: tell
    )

    /// The one place where errors become responses of this API (RFC 6749 §5.2).
    @Sendable static func tell(_ failure: Failure) -> Reply {
        let error = failure.error
        let content = Content(
            error: word(error),
            errorDescription: error.message,
            timestamp: failure.now,
            traceID: failure.trackingID
        )
        var reply = Reply.failure(error, content)
        reply.holdsSecrets = true
        reply.fields[.allow] = failure.allow
        return reply
    }

    private struct Content: Encodable {
        let error: String
        let errorDescription: String
        let timestamp: Timestamp
        let traceID: String

        enum CodingKeys: String, CodingKey {
            case error
            case errorDescription = "error_description"
            case timestamp
            case traceID = "trace_id"
        }
    }

    /// The word that the standard has for an error.
    private static func word(_ error: HubError) -> String {
        switch (error.code.httpStatus ?? 500, error.target) {
        case (401, _): "invalid_client"
        case (400, LoginForm.grantType): "unsupported_grant_type"
        case (400, LoginForm.scope): "invalid_scope"
        case (429, _), (503, _): "temporarily_unavailable"
        case (500..., _): "server_error"
        default: "invalid_request"
        }
    }
}
