import CLI
import HubModel
import JMESPath
import NIOCore
import StreamClient

/// Carries out `echo service`.
struct EchoProgram {
    private let plan: EchoPlan
    private let opener: StreamOpener
    private let session: Session

    init(_ plan: EchoPlan, _ session: Session) throws {
        self.plan = plan
        self.session = session
        // Devices that know nothing of services echo all the same.
        opener = try StreamOpener(plan.wish.acceptingAnyService, session)
    }

    func run() async throws -> Int32 {
        let stream = try await opener.openBytes(ServiceName(checked: BuiltInService.echo.rawValue))
        let sent = Array(plan.message.utf8)
        let started = NIODeadline.now()
        let received: [UInt8]
        do throws(ByteStreamError) {
            received = try await Self.echo(sent, stream)
        } catch {
            throw ClientError(error, doing: "the message was back")
        }
        let took = NIODeadline.now() - started
        await stream.close()
        guard received == sent else {
            throw HubError(
                .responseNotUnderstood,
                "The device sent back '\(VisibleText.show(String(decoding: received, as: UTF8.self), limit: 100))'.",
                hint: "Run 'devicestream echo device' on it, or another program that sends back what it gets."
            )
        }
        let value = JSONValue.make([
            ("device", .string(plan.wish.device.text)), ("sent", .string(plan.message)),
            ("received", .string(String(decoding: received, as: UTF8.self))),
            ("roundTripMicroseconds", .number(JSONNumber(Int(took.nanoseconds / 1000)))),
        ])
        return try session.show(.value(value)).rawValue
    }

    /// Sends the bytes and takes as many; fewer where the other side finishes before.
    static func echo(_ bytes: [UInt8], _ stream: ByteStream) async throws(ByteStreamError) -> [UInt8] {
        try await stream.write(bytes)
        var received: [UInt8] = []
        var chunks = stream.makeAsyncIterator()
        while received.count < bytes.count, let chunk = try await chunks.next() {
            received += Array(chunk.readableBytesView)
        }
        return received
    }
}
