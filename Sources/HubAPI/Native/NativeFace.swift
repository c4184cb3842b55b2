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

    /// When an error of the kind that passes is worth another try, where nothing better is known: long enough for a
    /// restart.
    static let standardWait = Duration.seconds(5)

    /// The one place where errors become responses of this API.
    @Sendable static func tell(_ failure: Failure) -> Reply {
        var error = failure.error
        let status = HTTPResponse.Status(code: error.code.httpStatus ?? 500)
        if status == .tooManyRequests || status == .serviceUnavailable {
            error.retryAfter = error.retryAfter ?? Self.standardWait
        }
        let content = ErrorBody(error, trackingID: failure.trackingID, now: failure.now)
        var reply = Reply(status: status, contentType: Reply.json)
        // A value of strings and numbers always has JSON; were there none, the status would still tell.
        if let bytes = try? RestJSON.encode(content) { reply.body = .bytes(ByteBuffer(bytes: bytes)) }
        reply.fields[.allow] = failure.allow
        reply.fields[.retryAfter] = content.error.retryAfterSeconds.map(String.init)
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
