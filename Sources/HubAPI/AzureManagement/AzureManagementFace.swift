import HTTPTypes
import HubModel
import NIOCore

/// Azure Resource Manager's API, as far as it manages hubs: for `az` and Azure's SDKs, over the same use cases as `/v1`.
enum AzureManagementFace {
    static let face = Face(
        routes: MetadataRoutes.all + SubscriptionRoutes.all + ResourceGroupRoutes.all + ProviderRoutes.all
            + IotHubRoutes.all + IotHubKeyRoutes.all + IotHubFactRoutes.all + ConsumerGroupRoutes.all,
        paths: .lenient,
        isKeptFromStreamingHosts: true,
        tell: tell
    )

    /// The one place where errors become responses of this API.
    @Sendable static func tell(_ failure: Failure) -> Reply {
        var error = failure.error
        let status = HTTPResponse.Status(code: error.code.httpStatus ?? 500)
        if status == .tooManyRequests || status == .serviceUnavailable {
            error.retryAfter = error.retryAfter ?? NativeFace.standardWait
        }
        let content = Content(error: .init(code: ManagementErrorCode.of(error), message: error.message))
        var reply = Reply(status: status, contentType: Reply.json)
        // A value of strings always has JSON; were there none, the status would still tell.
        if let bytes = try? RestJSON.encode(content) { reply.body = .bytes(ByteBuffer(bytes: bytes)) }
        reply.fields[.allow] = failure.allow
        reply.fields[.retryAfter] = ErrorBody(error, trackingID: failure.trackingID, now: failure.now).error
            .retryAfterSeconds.map(String.init)
        reply.fields[.wwwAuthenticate] = NativeFace.challenge(error.code)
        return reply
    }

    /// The form of ARM's own errors, which every client reads.
    private struct Content: Encodable {
        struct Error: Encodable {
            let code: String
            let message: String
        }

        let error: Error
    }
}
