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
        let error = failure.error.withRetryAfter
        let content = Content(error: .init(code: ManagementErrorCode.of(error), message: error.message))
        var reply = Reply.failure(error, content)
        reply.fields[.allow] = failure.allow
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
