import HTTPTypes
import HubAPI
import HubControl
import HubModel
import Hummingbird
import Metering
import NIOCore

/// Answers on the admin address: metrics and health, for programs on this machine or in its network.
///
/// There is no token, and nothing here tells of a hub, a device or a person.
struct AdminResponder: HTTPResponder {
    /// Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats).
    static let metricsType = "text/plain; version=0.0.4; charset=utf-8"

    let control: ControlPlane

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        guard request.method == .get || request.method == .head else {
            var response = Self.text(.methodNotAllowed, "This is possible here: GET, HEAD.\n")
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        let response =
            switch path {
            case "/metrics": Self.text(.ok, control.metrics.page(), type: Self.metricsType)
            case "/healthz": Self.text(.ok, "ok\n")
            case "/readyz":
                await control.isReady()
                    ? Self.text(.ok, "ready\n") : Self.text(.serviceUnavailable, "The store does not answer.\n")
            default: Self.text(.notFound, "Here are /metrics, /healthz and /readyz.\n")
            }
        // A response to HEAD says how long the body would be, and has none.
        return request.method == .head ? response.createHeadResponse() : response
    }

    private static func text(
        _ status: HTTPResponse.Status,
        _ text: String,
        type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
