import HTTPTypes
import HubModel
import NIOCore
import StreamCore

/// The service API of IoT Hub: streams, registry, twins, queries and direct methods; each hub has it on its main host.
enum AzureHubFace {
    static let face = Face(
        routes: StreamInitiationRoutes.all + RegistryRoutes.all + ModuleRoutes.all + QueryRoutes.all + TwinRoutes.all
            + MethodRoutes.all,
        tell: tell
    )

    /// The one place where errors become responses of this API.
    @Sendable static func tell(_ failure: Failure) -> Reply {
        let error = IoTHubServiceError(failure.error, trackingID: failure.trackingID, now: failure.now)
        var reply = Reply.failure(failure.error.withRetryAfter, error.body)
        reply.fields[.serviceErrorCode] = error.errorCode
        reply.fields[.allow] = failure.allow
        // RFC 9110 §11.6.1: a 401 says what is asked for.
        if error.status == 401 { reply.fields[.wwwAuthenticate] = "SharedAccessSignature realm=\"devicestream\"" }
        return reply
    }
}
