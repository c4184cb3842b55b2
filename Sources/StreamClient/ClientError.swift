public import HubModel

/// Why an SDK could not do what it was asked for.
public struct ClientError: Error, Equatable, Sendable {
    /// What went wrong, in the words of the hub's error catalogue; `error.code` tells errors apart.
    public var error: HubError
    /// The hub's id of the request, for its operator; `nil` where no hub answered.
    public var trackingID: String?
    /// Where no connection came about: the stage, and why.
    public var dial: DialError?

    /// An error of the catalogue.
    public init(_ error: HubError, trackingID: String? = nil) {
        self.error = error
        self.trackingID = trackingID
    }

    /// No connection came about.
    public init(_ dial: DialError) {
        error = dial.hubError
        self.dial = dial
    }

    /// The code of the catalogue, such as `.deviceNotOnline`.
    public var code: ErrorCode { error.code }
}

extension ClientError: CustomStringConvertible {
    /// The message, the code and its number.
    public var description: String { "\(error.message) (\(error.code.rawValue))" }
}
