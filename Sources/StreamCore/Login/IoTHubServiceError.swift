package import HubModel

/// An error as the service routes of IoT Hub answer it.
///
/// The body is `{"Message":"ErrorCode:<Name>;<text>","ExceptionMessage":"Tracking ID:…"}`, and the header
/// `iothub-errorcode` carries the same name. Node's SDK reads the name before the `;`, C#'s takes it when it equals the
/// header; the form with JSON inside JSON breaks the former. The body is never empty: C# would fail on it.
package struct IoTHubServiceError: Equatable, Sendable {
    package static let headerName = "iothub-errorcode"

    package struct Body: Encodable, Equatable, Sendable {
        package let message: String
        package let exceptionMessage: String

        enum CodingKeys: String, CodingKey {
            case message = "Message"
            case exceptionMessage = "ExceptionMessage"
        }
    }

    package let status: Int
    /// The value of `iothub-errorcode`, and the name in the body.
    package let errorCode: String
    package let body: Body

    package init(_ error: HubError, trackingID: String, now: Timestamp) {
        status = error.code.httpStatus ?? 500
        errorCode = Self.name(of: error.code)
        var text = error.message
        if let stage = error.stage { text += " Stage: \(stage)." }
        if let hint = error.hint { text += " \(hint)" }
        body = Body(
            message: "ErrorCode:\(errorCode);\(VisibleText.show(text))",
            exceptionMessage: "Tracking ID:\(VisibleText.show(trackingID, limit: 128))-TimeStamp:\(Self.american(now))"
        )
    }

    /// `07/16/2016 00:12:41`, as IoT Hub writes it.
    private static func american(_ time: Timestamp) -> String {
        let parts = time.description.split { "-T:.Z".contains($0) }
        guard parts.count >= 6 else { return time.description }
        return "\(parts[1])/\(parts[2])/\(parts[0]) \(parts[3]):\(parts[4]):\(parts[5])"
    }

    /// The names of this wire: those of the catalogue, but for a hub, where Node's SDK knows another.
    ///
    /// What only a client can have is the server's fault when a server says it.
    private static func name(of code: ErrorCode) -> String {
        switch code {
        case .hubNotFound: "IotHubNotFound"
        case .argumentInvalid, .ioTHubFormatError, .regionNotSupported, .unauthorizedAccess, .unauthorized,
            .deviceDisabled, .streamRejected, .forbidden, .deviceNotFound, .deviceNotOnline, .deviceNotListening,
            .resourceNotFound, .methodNotAllowed, .notAcceptable, .requestTimeout, .deviceAlreadyExists,
            .resourceConflict, .streamClosed, .preconditionFailed, .messageTooLarge, .unsupportedMediaType,
            .misdirectedRequest,
            .throttling, .streamLimitReached, .deviceLimitReached, .headersTooLarge, .serverError,
            .serviceNotConfirmed, .targetUnavailable, .serviceUnavailable, .nameNotResolved, .gatewayTimeout:
            code.rawValue
        case .usage, .noCredential, .serverUnreachable, .clientTimeout, .tlsTrustFailed, .responseNotUnderstood,
            .checkFoundProblems, .localFailure:
            ErrorCode.serverError.rawValue
        }
    }
}
