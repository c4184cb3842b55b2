/// The error catalogue.
///
/// The names and numbers are part of the API: IoT Hub's own where it has one, ours end in 2nn.
///
/// The columns stand in `ErrorCode+Catalogue.swift`; `devicestream explain CODE` prints them.
public enum ErrorCode: String, CaseIterable, Sendable {
    case argumentInvalid = "ArgumentInvalid"
    case ioTHubFormatError = "IotHubFormatError"
    case regionNotSupported = "RegionNotSupported"
    case unauthorizedAccess = "IotHubUnauthorizedAccess"
    case unauthorized = "IotHubUnauthorized"
    case deviceDisabled = "DeviceDisabled"
    case streamRejected = "StreamRejected"
    case forbidden = "Forbidden"
    case deviceNotFound = "DeviceNotFound"
    case deviceNotOnline = "DeviceNotOnline"
    case deviceNotListening = "DeviceNotListening"
    case hubNotFound = "HubNotFound"
    case resourceNotFound = "ResourceNotFound"
    case methodNotAllowed = "MethodNotAllowed"
    case notAcceptable = "NotAcceptable"
    case requestTimeout = "RequestTimeout"
    case deviceAlreadyExists = "DeviceAlreadyExists"
    case resourceConflict = "ResourceConflict"
    case streamClosed = "StreamClosed"
    case preconditionFailed = "PreconditionFailed"
    case messageTooLarge = "MessageTooLarge"
    case unsupportedMediaType = "UnsupportedMediaType"
    case misdirectedRequest = "MisdirectedRequest"
    case throttling = "ThrottlingException"
    case streamLimitReached = "StreamLimitReached"
    case deviceLimitReached = "DeviceLimitReached"
    case headersTooLarge = "HeadersTooLarge"
    case serverError = "ServerError"
    case serviceNotConfirmed = "ServiceNotConfirmed"
    case targetUnavailable = "TargetUnavailable"
    case serviceUnavailable = "ServiceUnavailable"
    case nameNotResolved = "NameNotResolved"
    case gatewayTimeout = "GatewayTimeout"
    case usage = "Usage"
    case noCredential = "NoCredential"
    case serverUnreachable = "ServerUnreachable"
    case clientTimeout = "ClientTimeout"
    case tlsTrustFailed = "TlsTrustFailed"
    case responseNotUnderstood = "ResponseNotUnderstood"
    case checkFoundProblems = "CheckFoundProblems"
    case localFailure = "LocalFailure"

    /// The code that stands for an HTTP status of a server that sent no code we know.
    package static func nearest(status: Int) -> ErrorCode {
        switch status {
        case 400, 405, 406, 413, 415, 422, 431: .argumentInvalid
        case 401: .unauthorizedAccess
        case 403: .forbidden
        case 404, 410: .resourceNotFound
        case 408, 504: .gatewayTimeout
        case 409: .resourceConflict
        case 412, 428: .preconditionFailed
        case 421: .misdirectedRequest
        case 429: .throttling
        case 500, 501: .serverError
        case 502, 503: .serviceUnavailable
        default: .responseNotUnderstood
        }
    }
}

/// The exit statuses of `devicestream`; the numbers are part of its contract.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case success = 0
    case failed = 1
    case usage = 2
    case notFound = 3
    case notAuthenticated = 4
    case forbidden = 5
    case conflict = 6
    case unreachable = 7
    case timedOut = 8
    case deviceOffline = 9
    case rejected = 10
    case throttled = 11
    case problemsFound = 12
    case tlsTrust = 13
    case notUnderstood = 14
    case interrupted = 130
    case terminated = 143

    /// What the status means, in a few words.
    package var meaning: String {
        switch self {
        case .success: "success, also an empty list"
        case .failed: "failed, not classified"
        case .usage: "usage"
        case .notFound: "named thing does not exist"
        case .notAuthenticated: "not authenticated"
        case .forbidden: "forbidden"
        case .conflict: "conflict or precondition failed"
        case .unreachable: "cannot reach the server"
        case .timedOut: "timed out"
        case .deviceOffline: "device offline"
        case .rejected: "rejected by the device"
        case .throttled: "throttled or quota reached"
        case .problemsFound: "a check found problems"
        case .tlsTrust: "TLS trust failure"
        case .notUnderstood: "response not understood"
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        }
    }
}
