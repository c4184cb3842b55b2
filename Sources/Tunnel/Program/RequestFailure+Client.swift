import HubClient
import HubModel
import StreamClient

extension RequestFailure {
    /// An error of an SDK, to be told as those of all other commands are.
    init(_ error: ClientError) {
        self.init(error.error, trackingID: error.trackingID)
    }
}

extension HubError {
    /// Why a stream ended that nobody on this side has closed; `nil` where it ended well.
    init?(_ end: StreamEnd) {
        switch end {
        case .finished, .closedHere: return nil
        case .closedByHub(let code, let reason):
            self.init(
                code ?? .streamClosed,
                "The stream was closed: \(reason.isEmpty ? "no reason was given" : VisibleText.show(reason, limit: 300))."
            )
        case .connectionLost(let reason):
            self.init(
                .serverUnreachable,
                "The connection of the stream broke: \(VisibleText.show(reason, limit: 300)).",
                hint: "Try again; if it stays, look at the network between this machine and the streaming endpoint."
            )
        }
    }
}
