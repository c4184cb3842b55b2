import HTTPTypes
import HubModel
import NIOCore

/// The native REST API, `/v1`.
enum NativeFace {
    /// `openAPI` is its description in JSON.
    static func face(openAPI: [UInt8]) -> Face {
        Face(
            routes: HubRoutes.all + EndpointRoutes.all + AllowlistRoutes.all + CoverageRoutes.all + PolicyRoutes.all
                + CertificateRoutes.all + DiagnosticSettingRoutes.all + DeviceRoutes.all + DeviceTransferRoutes.all
                + StreamRoutes.all + LogRoutes.all + LogQueryRoutes.all + TokenRoutes.all
                + HealthRoutes.all(openAPI: openAPI),
            tell: tell
        )
    }

    /// The one place where errors become responses of this API.
    @Sendable static func tell(_ failure: Failure) -> Reply {
        let error = failure.error.withRetryAfter
        var reply = Reply.failure(error, ErrorBody(error, trackingID: failure.trackingID, now: failure.now))
        reply.fields[.allow] = failure.allow
        reply.fields[.wwwAuthenticate] = challenge(error.code)
        return reply
    }

    /// What the server asks for (RFC 6750 §3): a token where there was none, another where it was wrong.
    static func challenge(_ code: ErrorCode) -> String? {
        guard code.httpStatus == 401 else { return nil }
        let realm = "Bearer realm=\"devicestream\""
        return code == .unauthorized ? realm : realm + ", error=\"invalid_token\""
    }
}
