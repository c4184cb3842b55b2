import HubModel

/// The codes of errors in Azure Resource Manager's API, for which its clients look.
///
/// Those that the catalogue has no code for travel in an error's `target`, which this API does not show.
enum ManagementErrorCode: String {
    case missingVersion = "MissingApiVersionParameter"
    case invalidVersion = "InvalidApiVersionParameter"
    case subscriptionNotFound = "SubscriptionNotFound"
    case groupNotFound = "ResourceGroupNotFound"
    case locationRequired = "LocationRequired"

    /// The code that an error has here.
    static func of(_ error: HubError) -> String {
        if let own = error.target.flatMap(ManagementErrorCode.init(rawValue:)) { return own.rawValue }
        return switch error.code {
        case .argumentInvalid, .ioTHubFormatError, .messageTooLarge: "InvalidRequestContent"
        case .unauthorized: "AuthenticationFailed"
        case .unauthorizedAccess: "InvalidAuthenticationToken"
        case .forbidden: "AuthorizationFailed"
        case .hubNotFound, .resourceNotFound, .deviceNotFound: "ResourceNotFound"
        case .resourceConflict, .deviceAlreadyExists: "Conflict"
        case .throttling, .deviceLimitReached, .streamLimitReached: "TooManyRequests"
        case .serverError: "InternalServerError"
        case .serviceUnavailable: "ServerBusy"
        case .preconditionFailed, .methodNotAllowed, .unsupportedMediaType, .notAcceptable, .requestTimeout,
            .misdirectedRequest, .headersTooLarge, .regionNotSupported, .deviceDisabled, .streamRejected,
            .deviceNotOnline, .deviceNotListening, .streamClosed, .serviceNotConfirmed, .targetUnavailable,
            .nameNotResolved, .gatewayTimeout, .usage, .noCredential, .serverUnreachable, .clientTimeout,
            .tlsTrustFailed, .responseNotUnderstood, .checkFoundProblems, .localFailure:
            error.code.rawValue
        }
    }
}

extension HubError {
    /// An error that has a code of its own in Azure Resource Manager's API.
    init(_ code: ErrorCode, as own: ManagementErrorCode, _ message: String) {
        self.init(code, message, target: own.rawValue)
    }
}
