import HubModel
import StreamCore

extension HubError {
    /// The return code of CONNACK for a login that failed with this error.
    ///
    /// The C SDK gives up for ever on codes 2 and 4, reports a disabled device on 3 and a wrong credential on 5, and
    /// tries again on both. So 4 is never sent, and 2 only for a client id that can never be right.
    var connectRefusal: MQTTRefusal {
        switch code {
        case .argumentInvalid: target == "clientId" ? .identifierRejected : .notAuthorized
        case .deviceDisabled, .throttling, .streamLimitReached, .deviceLimitReached, .serverError, .serviceUnavailable,
            .requestTimeout, .gatewayTimeout, .localFailure, .serverUnreachable, .clientTimeout, .targetUnavailable,
            .nameNotResolved,
            .resourceConflict, .streamClosed, .preconditionFailed, .regionNotSupported:
            .serverUnavailable
        case .ioTHubFormatError, .unauthorizedAccess, .unauthorized, .streamRejected, .forbidden, .deviceNotFound,
            .deviceNotOnline, .deviceNotListening, .hubNotFound, .resourceNotFound, .methodNotAllowed, .notAcceptable,
            .deviceAlreadyExists, .messageTooLarge, .unsupportedMediaType, .misdirectedRequest, .headersTooLarge,
            .serviceNotConfirmed, .usage, .noCredential, .tlsTrustFailed, .responseNotUnderstood, .checkFoundProblems:
            .notAuthorized
        }
    }
}
