import HubModel
import StreamClient

extension StreamOpener {
    /// Opens a stream to a service, to be read and written here.
    func openBytes(_ service: ServiceName?) async throws(ClientError) -> ByteStream {
        await ByteStream.over(try await open(service, on: nil))
    }
}

extension ClientError {
    /// A stream that ended before what was to be done was done.
    init(_ error: ByteStreamError, doing what: String) {
        if case .ended(let end) = error, let error = HubError(end) {
            self.init(error)
        } else {
            self.init(HubError(.localFailure, "The stream ended before \(what)."))
        }
    }
}
