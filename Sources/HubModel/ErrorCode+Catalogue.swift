/// One row of the catalogue.
package struct ErrorEntry: Equatable, Sendable {
    /// IoT Hub's number, or ours.
    package let number: Int
    /// `nil` for errors that only a client has.
    package let httpStatus: Int?
    package let exitStatus: ExitStatus
    package var isRetryable = false
    /// What happened.
    package let meaning: String
    /// What to do.
    package let advice: String

    /// The WebSocket close code (RFC 6455 §7.4.2, the private range); `nil` for errors that only a client has.
    package var closeCode: UInt16? { httpStatus.map { UInt16(4000 + $0) } }
}

extension ErrorCode {
    /// The number, unique in the catalogue.
    package var number: Int { entry.number }
    package var httpStatus: Int? { entry.httpStatus }
    package var exitStatus: ExitStatus { entry.exitStatus }
    package var isRetryable: Bool { entry.isRetryable }
    package var advice: String { entry.advice }

    /// The code of a number, such as 404001.
    package init?(number: Int) {
        guard let code = ErrorCode.allCases.first(where: { $0.number == number }) else { return nil }
        self = code
    }

    /// The row of this code.
    package var entry: ErrorEntry {
        switch self {
        case .argumentInvalid:
            ErrorEntry(
                number: 400004,
                httpStatus: 400,
                exitStatus: .usage,
                meaning: """
                    A value in the request breaks a rule: of the wrong type, out of range, unknown, or a name \
                    outside its alphabet.
                    """,
                advice: "Correct the value that the message names, then send the request again."
            )
        case .ioTHubFormatError:
            ErrorEntry(
                number: 400006,
                httpStatus: 400,
                exitStatus: .usage,
                meaning: """
                    The request could not be read: malformed JSON, a malformed line, or a path that no client \
                    should send.
                    """,
                advice: "Send well-formed JSON with each path segment percent-encoded once."
            )
        case .regionNotSupported:
            ErrorEntry(
                number: 400201,
                httpStatus: 400,
                exitStatus: .failed,
                meaning: "Device streams are not available in the region of this hub.",
                advice: "Create a hub in one of the regions that the message lists."
            )
        case .unauthorizedAccess:
            ErrorEntry(
                number: 401002,
                httpStatus: 401,
                exitStatus: .notAuthenticated,
                meaning: "The credential is wrong, expired or revoked, or belongs to another hub.",
                advice: "Sign in again with: devicestream login"
            )
        case .unauthorized:
            ErrorEntry(
                number: 401003,
                httpStatus: 401,
                exitStatus: .notAuthenticated,
                meaning: "The request carries no credential that this route takes.",
                advice: "Send the header 'Authorization: Bearer TOKEN', or sign in with: devicestream login"
            )
        case .deviceDisabled:
            ErrorEntry(
                number: 403201,
                httpStatus: 403,
                exitStatus: .forbidden,
                meaning: "The device is disabled in its hub.",
                advice: "Enable it with: devicestream device update DEVICE --status enabled"
            )
        case .streamRejected:
            ErrorEntry(
                number: 403202,
                httpStatus: 403,
                exitStatus: .rejected,
                meaning: "The device, or the policy of its agent, rejected the stream.",
                advice: "Read the reason in the message; the agent names the services it serves."
            )
        case .forbidden:
            ErrorEntry(
                number: 403203,
                httpStatus: 403,
                exitStatus: .forbidden,
                meaning: "The credential is valid, but its role, rights or scope do not allow this.",
                advice: "Use a token with the role that the message names."
            )
        case .deviceNotFound:
            ErrorEntry(
                number: 404001,
                httpStatus: 404,
                exitStatus: .notFound,
                meaning: "The hub has no device with this id. Upper and lower case differ.",
                advice: "List the devices with: devicestream device list"
            )
        case .deviceNotOnline:
            ErrorEntry(
                number: 404103,
                httpStatus: 404,
                exitStatus: .deviceOffline,
                isRetryable: true,
                meaning: "The device is registered but not connected.",
                advice: "Start its agent, or wait for it with: devicestream stream open DEVICE --wait-online 10m"
            )
        case .deviceNotListening:
            ErrorEntry(
                number: 404201,
                httpStatus: 404,
                exitStatus: .deviceOffline,
                isRetryable: true,
                meaning: "The device is connected but does not take stream requests.",
                advice: "Start a program on the device that waits for streams, such as: devicestream agent run"
            )
        case .hubNotFound:
            ErrorEntry(
                number: 404202,
                httpStatus: 404,
                exitStatus: .notFound,
                meaning: "The server has no hub of this name, or the credential may not see it.",
                advice: "List the hubs with: devicestream hub list"
            )
        case .resourceNotFound:
            ErrorEntry(
                number: 404203,
                httpStatus: 404,
                exitStatus: .notFound,
                meaning: "The path names nothing that exists.",
                advice: "Check the name against the list, and the path against /openapi.json."
            )
        case .methodNotAllowed:
            ErrorEntry(
                number: 405201,
                httpStatus: 405,
                exitStatus: .usage,
                meaning: "The path exists, but does not take this method.",
                advice: "Use one of the methods in the Allow header."
            )
        case .notAcceptable:
            ErrorEntry(
                number: 406201,
                httpStatus: 406,
                exitStatus: .usage,
                meaning: "The resource has none of the forms that the Accept header takes.",
                advice: "Ask for application/json, or name a format with ?format=."
            )
        case .requestTimeout:
            ErrorEntry(
                number: 408201,
                httpStatus: 408,
                exitStatus: .timedOut,
                isRetryable: true,
                meaning: "The request was not complete in time.",
                advice: "Send it again without pauses."
            )
        case .deviceAlreadyExists:
            ErrorEntry(
                number: 409001,
                httpStatus: 409,
                exitStatus: .conflict,
                meaning: "The hub has a device with this id already.",
                advice: "Change it with: devicestream device update DEVICE"
            )
        case .resourceConflict:
            ErrorEntry(
                number: 409201,
                httpStatus: 409,
                exitStatus: .conflict,
                meaning: """
                    The change contradicts the present state: the name is taken, or the step is not possible from \
                    here.
                    """,
                advice: "Look at the present state, then decide."
            )
        case .streamClosed:
            ErrorEntry(
                number: 410201,
                httpStatus: 410,
                exitStatus: .failed,
                meaning: "An operator closed the stream.",
                advice: "Ask who closed it; the reason stands in: devicestream stream show ID"
            )
        case .preconditionFailed:
            ErrorEntry(
                number: 412001,
                httpStatus: 412,
                exitStatus: .conflict,
                meaning: "The resource has changed since its ETag was read.",
                advice: "Read it again, apply the change to what it is now, and send the new ETag."
            )
        case .messageTooLarge:
            ErrorEntry(
                number: 413001,
                httpStatus: 413,
                exitStatus: .usage,
                meaning: "The body is larger than this route takes.",
                advice: "Split the request, or use the import route for many devices."
            )
        case .unsupportedMediaType:
            ErrorEntry(
                number: 415201,
                httpStatus: 415,
                exitStatus: .usage,
                meaning: "The body is of a type that this route does not read.",
                advice: "Send Content-Type: application/json."
            )
        case .misdirectedRequest:
            ErrorEntry(
                number: 421201,
                httpStatus: 421,
                exitStatus: .failed,
                meaning: "The host name of the request is not one that this server owns.",
                advice: """
                    Use the domain, a hub's host name, localhost or a loopback address; the operator sets the \
                    domain with --domain.
                    """
            )
        case .throttling:
            ErrorEntry(
                number: 429001,
                httpStatus: 429,
                exitStatus: .throttled,
                isRetryable: true,
                meaning: "Too many requests in a short time.",
                advice: "Wait as long as Retry-After says, then try again."
            )
        case .streamLimitReached:
            ErrorEntry(
                number: 429201,
                httpStatus: 429,
                exitStatus: .throttled,
                isRetryable: true,
                meaning: "A stream limit of the hub, the device or the caller is reached.",
                advice: "Close a stream or raise the limit that the message names."
            )
        case .deviceLimitReached:
            ErrorEntry(
                number: 429202,
                httpStatus: 429,
                exitStatus: .throttled,
                meaning: "The hub has as many devices as its limit allows.",
                advice: "Delete devices, or raise the limit with: devicestream hub update --max-devices N"
            )
        case .headersTooLarge:
            ErrorEntry(
                number: 431201,
                httpStatus: 431,
                exitStatus: .usage,
                meaning: "The request's header fields are larger than the server takes.",
                advice: "Send fewer or shorter header fields."
            )
        case .serverError:
            ErrorEntry(
                number: 500001,
                httpStatus: 500,
                exitStatus: .failed,
                isRetryable: true,
                meaning: "The server failed; the cause stands in its log under the tracking id.",
                advice: "Try again; if it stays, give the operator the tracking id."
            )
        case .serviceNotConfirmed:
            ErrorEntry(
                number: 502201,
                httpStatus: 502,
                exitStatus: .failed,
                meaning: "The device accepted the stream without confirming the service that was asked for.",
                advice: "Update the agent, or allow any service explicitly."
            )
        case .targetUnavailable:
            ErrorEntry(
                number: 502202,
                httpStatus: 502,
                exitStatus: .failed,
                isRetryable: true,
                meaning: "The agent could not reach the service on its side.",
                advice: "Start the service on the device, or correct the agent's --service."
            )
        case .serviceUnavailable:
            ErrorEntry(
                number: 503201,
                httpStatus: 503,
                exitStatus: .unreachable,
                isRetryable: true,
                meaning: "The server is stopping, overloaded, or its store does not answer.",
                advice: "Wait as long as Retry-After says, then try again."
            )
        case .nameNotResolved:
            ErrorEntry(
                number: 503202,
                httpStatus: 503,
                exitStatus: .failed,
                isRetryable: true,
                meaning:
                    "A form of the allowlist needs the addresses of a host that has none: none are declared, and DNS gives none.",
                advice: "Declare the addresses of the hub or endpoint, or correct DNS; forms that hold names need none."
            )
        case .gatewayTimeout:
            ErrorEntry(
                number: 504101,
                httpStatus: 504,
                exitStatus: .timedOut,
                isRetryable: true,
                meaning: "The stream's handshake was not complete in time; the stage says what was missing.",
                advice: """
                    Look at the stage: deliver and answer wait for the device, deviceJoin and serviceJoin for its \
                    and your connection.
                    """
            )
        case .usage:
            ErrorEntry(
                number: 600201,
                httpStatus: nil,
                exitStatus: .usage,
                meaning: "The command line was not understood.",
                advice: "Run the command with --help."
            )
        case .noCredential:
            ErrorEntry(
                number: 600202,
                httpStatus: nil,
                exitStatus: .notAuthenticated,
                meaning: "The command found no credential that it may use.",
                advice: "Sign in with: devicestream login --server URL"
            )
        case .serverUnreachable:
            ErrorEntry(
                number: 600203,
                httpStatus: nil,
                exitStatus: .unreachable,
                isRetryable: true,
                meaning: "No connection to the server: name, address, port or proxy is wrong, or it does not run.",
                advice: "Check that devicestreamd runs and that a firewall lets the port through."
            )
        case .clientTimeout:
            ErrorEntry(
                number: 600204,
                httpStatus: nil,
                exitStatus: .timedOut,
                isRetryable: true,
                meaning: "The server did not answer within --timeout.",
                advice: "Try again, or raise --timeout."
            )
        case .tlsTrustFailed:
            ErrorEntry(
                number: 600205,
                httpStatus: nil,
                exitStatus: .tlsTrust,
                meaning: "The server's certificate is not trusted here, or is for another name.",
                advice: "For a server with its own CA: devicestream login --server URL --ca-fingerprint sha256:…"
            )
        case .responseNotUnderstood:
            ErrorEntry(
                number: 600206,
                httpStatus: nil,
                exitStatus: .notUnderstood,
                meaning: """
                    The answer is not one that this program understands; often a proxy or another server answered.
                    """,
                advice: "Look at it with --debug."
            )
        case .checkFoundProblems:
            ErrorEntry(
                number: 600207,
                httpStatus: nil,
                exitStatus: .problemsFound,
                meaning: "The check ran and found problems.",
                advice: "Read the lines that failed."
            )
        case .localFailure:
            ErrorEntry(
                number: 600208,
                httpStatus: nil,
                exitStatus: .failed,
                meaning: "Something of this machine failed: a file, a library or a device.",
                advice: "Correct what the message names, then run the command again."
            )
        }
    }
}
