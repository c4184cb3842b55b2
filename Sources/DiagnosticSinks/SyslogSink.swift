import HubControl
import HubModel
import NIOCore
import Transport

/// Sends records to a syslog server: one message each.
///
/// Syslog has no answers. Over UDP nobody knows what came; over TCP and TLS a batch counts as delivered when the system
/// has taken all of it for the connection, so that what was on the way when the server went may be lost.
actor SyslogSink: DiagnosticSink {
    /// What the server may take to read a batch.
    static let timeout = Duration.seconds(15)

    let gathering = Duration.zero

    private let receiver: SyslogReceiver
    private let dialler: OutboundDialler
    /// The connection that was used last; it is used again while the server keeps it.
    private var channel: (any Channel)?

    init(_ receiver: SyslogReceiver, _ dialler: OutboundDialler) {
        self.receiver = receiver
        self.dialler = dialler
    }

    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int? {
        switch receiver.transport {
        case .udp: try await sendDatagrams(batch)
        case .tcp, .tls: try await send(frames(of: batch))
        }
        return nil
    }

    func close() async {
        // What fails here is closed, too.
        try? await channel?.close().get()
        channel = nil
    }

    /// Each message behind its length in bytes (RFC 6587 §3.4.1, RFC 5425 §4.3.1).
    private func frames(of batch: DiagnosticBatch) -> ByteBuffer {
        var buffer = ByteBuffer()
        for item in batch.items {
            let message = SyslogMessage.make(item, host: batch.host, facility: receiver.facility)
            buffer.writeString(String(message.count) + " ")
            buffer.writeBytes(message)
        }
        return buffer
    }

    private func send(_ frames: ByteBuffer) async throws(DiagnosticFailure) {
        let channel = try await openChannel()
        do {
            try await Self.written(frames, to: channel)
        } catch {
            self.channel = nil
            channel.close(promise: nil)
            throw Self.failure(error, place)
        }
    }

    private func openChannel() async throws(DiagnosticFailure) -> any Channel {
        if let channel, channel.isActive { return channel }
        channel = nil
        let setUp: @Sendable (any Channel) throws -> Void = { channel in
            try channel.pipeline.syncOperations.addHandler(SyslogConnectionHandler())
        }
        let opened: any Channel
        if receiver.transport == .tls {
            opened = try await dialler.secure(
                receiver.host,
                receiver.port,
                for: .other,
                on: OutboundDialler.nextLoop(),
                setUp: setUp
            )
        } else {
            opened = try await dialler.plain(receiver.host, receiver.port, setUp: setUp)
            do {
                // It reads only to see the end.
                try await opened.setOption(.autoRead, value: true).get()
            } catch {
                throw Self.failure(error, place)
            }
        }
        channel = opened
        return opened
    }

    /// A socket for each batch, so that the name is looked up and checked anew.
    private func sendDatagrams(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) {
        let (channel, address) = try await dialler.datagrams(receiver.host, receiver.port)
        do {
            for item in batch.items {
                let message = SyslogMessage.make(
                    item,
                    host: batch.host,
                    facility: receiver.facility,
                    limit: SyslogMessage.maximumDatagramBytes
                )
                try await Self.written(
                    AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: message)),
                    to: channel
                )
            }
        } catch {
            channel.close(promise: nil)
            throw Self.failure(error, place)
        }
        channel.close(promise: nil)
    }

    /// Writes, and waits until the system has taken it; a server that does not read is cut off.
    private static func written(_ data: some Sendable, to channel: any Channel) async throws {
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await channel.writeAndFlush(data).get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private var place: String { "\(receiver.host.inURL):\(receiver.port)" }

    private static func failure(_ error: any Error, _ place: String) -> DiagnosticFailure {
        DiagnosticFailure("The syslog server \(place) did not take the records: \(ConnectionProblem.words(error)).")
    }
}
