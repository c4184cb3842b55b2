package import HubModel

/// A destination outside the hub's own log.
package protocol DiagnosticSink: Sendable {
    /// How long the next batch may gather after one was delivered, for a destination to which each costs a connection.
    var gathering: Duration { get }

    /// Delivers a batch; when it returns, the destination has all of it.
    ///
    /// It may be called again with the same batch, also after it returned: a destination must bear records twice. Ends
    /// at once where the task is cancelled, and otherwise within a time of its own. The result is the HTTP status,
    /// where there is one.
    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int?

    /// Lets go of connections and files.
    func close() async
}

/// Why a destination did not take a batch.
package struct DiagnosticFailure: Error, Equatable, Sendable {
    /// A whole sentence for the setting's owner: nothing of what the peer sent, and no path of the server.
    package var message: String
    /// The HTTP status that the peer answered.
    package var status: Int?
    /// When the peer wants to be asked again.
    package var retryAfter: Duration?

    package init(_ message: String, status: Int? = nil, retryAfter: Duration? = nil) {
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
    }
}

/// Makes the destination of a setting; throws `ArgumentInvalid` where this server has none such.
package typealias DiagnosticSinkMaker =
    @Sendable (
        _ hub: HubName, _ destination: DiagnosticDestination, _ secret: Secret?
    ) throws(HubError) -> any DiagnosticSink
