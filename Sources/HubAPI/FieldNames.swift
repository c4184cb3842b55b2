import HTTPTypes
import HubModel
import StreamCore

extension HTTPField.Name {
    /// The id of the request in every response; errors call it `trackingId`.
    static let requestID = known("x-ms-request-id")
    /// An id that the client gives its request, sent back when it is harmless.
    static let clientRequestID = known("x-ms-client-request-id")

    /// The trace that a request belongs to.
    static let traceparent = known(TraceContext.headerName)

    /// The host of a request; the first one is the request's authority, so that only others stand among the fields.
    static let host = known("host")

    /// What the portal's own scripts send: a page of another origin cannot, without being allowed to.
    static let portal = known("x-devicestream-portal")

    static let referrerPolicy = known("referrer-policy")

    // Those of IoT Hub's stream initiation.
    static let connectTimeout = known("iothub-streaming-connect-timeout-in-seconds")
    static let responseTimeout = known("iothub-streaming-response-timeout-in-seconds")
    static let streamIsAccepted = known("iothub-streaming-is-accepted")
    static let streamURL = known("iothub-streaming-url")
    static let streamToken = known("iothub-streaming-auth-token")

    // Those of IoT Hub's queries.
    static let maximumItemCount = known("x-ms-max-item-count")
    static let continuation = known("x-ms-continuation")
    static let itemType = known("x-ms-item-type")

    /// The code of an error of IoT Hub, by name.
    static let serviceErrorCode = known(IoTHubServiceError.headerName)

    static let webSocketKey = known("sec-websocket-key")

    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is not the name of a field") }
        return name
    }
}
