public import HubModel
package import NIOCore
public import StreamClient

/// A service that asks the device for a stream.
///
/// Answer each with `accept` or `reject`, within 60 s; a service whose request is not answered gets a time-out.
public struct StreamRequest: Sendable {
    /// The stream's id in its hub.
    public let id: StreamID
    /// The name that the service gave it.
    public let name: StreamName
    /// What the service wants to reach; `nil` where it does not say.
    public let service: ServiceName?
    /// Why; free text of a person.
    public let reason: String?
    /// The policy or API token that asks, as the hub tells it; `nil` where it does not.
    public let caller: String?

    /// Takes the stream, and confirms the service that was asked for; returns when this side is connected.
    ///
    /// Throws where the gateway cannot be reached, or the request has run out.
    public func accept() async throws(ClientError) -> ByteStream {
        ByteStream(try await acceptChannel(on: nil))
    }

    /// The same for a splice, on an event loop of the caller's choice.
    package func acceptChannel(on loop: (any EventLoop)?) async throws(ClientError) -> StreamChannel {
        throw ClientError(HubError(.localFailure, ""))
    }

    /// Refuses the stream.
    ///
    /// - Parameters:
    ///   - reason: for a person; 256 bytes of UTF-8 at most arrive.
    ///   - code: for programs; 1 to 64 of `A-Z a-z 0-9 - . _ ~`, left out where it is not.
    ///   - retryAfter: when it is worth asking again; whole seconds, a day at most.
    /// - Throws: where the hub cannot be told.
    public func reject(
        reason: String? = nil,
        code: String? = nil,
        retryAfter: Duration? = nil
    ) async throws(ClientError) {}
}
