public import HubModel
package import NIOCore
import NIOPosix
public import StreamClient
import StreamCore
import Transport

/// A service that asks the device for a stream.
///
/// Answer each with `accept` or `reject`, once and within 60 s; a service whose request is not answered gets a time-out.
public struct StreamRequest: Sendable {
    /// The stream's id in its hub.
    public let id: StreamID
    /// The name that the service gave it.
    public let name: StreamName
    /// What the service wants to reach; `nil` where it does not say.
    public let service: ServiceName?
    /// Why; free text of a person, to be shown as such.
    public let reason: String?
    /// The policy or API token that asks, as the hub's records show it; `nil` where the hub does not tell.
    public let caller: String?
    /// The trace that the caller named, to go on with; `nil` where it named none.
    public let trace: TraceContext?

    private let topic: StreamRequestTopic
    private let until: Timestamp
    private let control: NIOLoopBound<DeviceControl>
    private let dialler: Dialler
    private let world: World
    private let loop: any EventLoop

    init(
        _ topic: StreamRequestTopic,
        until: Timestamp,
        control: NIOLoopBound<DeviceControl>,
        dialler: Dialler,
        world: World,
        on loop: any EventLoop
    ) {
        id = topic.stream
        name = topic.name
        service = topic.service
        reason = topic.reason.map { VisibleText.show($0) }
        caller = topic.caller.map { VisibleText.show($0) }
        trace = topic.trace
        self.topic = topic
        self.until = until
        self.control = control
        self.dialler = dialler
        self.world = world
        self.loop = loop
    }

    /// Takes the stream, confirms the service that was asked for, and returns when this side is connected.
    ///
    /// Throws where the gateway cannot be reached, and where the request has run out. A cancelled task still gets its
    /// stream.
    public func accept() async throws(ClientError) -> ByteStream {
        await ByteStream.over(try await acceptChannel(on: nil))
    }

    /// The same for a splice, on an event loop of the caller's choice.
    package func acceptChannel(on loop: (any EventLoop)?) async throws(ClientError) -> StreamChannel {
        let answer = StreamAnswer.accepted(service: service, halfClose: topic.halfClose)
        // Both at once: the service is on its way to the gateway while this side is.
        let channel = StreamChannel.dial(
            topic.url,
            token: topic.token,
            hasHalfClose: topic.halfClose,
            with: dialler,
            world: world,
            on: loop ?? MultiThreadedEventLoopGroup.singleton.any()
        )
        do throws(ClientError) {
            try await send(answer)
        } catch {
            channel.whenSuccess { $0.channel.close(promise: nil) }
            throw error
        }
        do throws(DialError) {
            return try await channel.dialled()
        } catch {
            throw ClientError(error)
        }
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
    ) async throws(ClientError) {
        let code = code.flatMap { RejectionCode.accepts($0) ? RejectionCode(checked: $0) : nil }
        try await send(.rejected(StreamRejection(code: code, text: reason, retryAfter: retryAfter)))
    }

    private func send(_ answer: StreamAnswer) async throws(ClientError) {
        let (control, until) = (control, until)
        let topic = StreamAnswerTopic(stream: id, answer: answer)
        let sent = loop.flatSubmit { control.value.answer(topic, until: until) }
        do {
            try await sent.get()
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(HubError(.serviceUnavailable, "The hub could not be told.", detail: "\(error)"))
        }
    }
}
