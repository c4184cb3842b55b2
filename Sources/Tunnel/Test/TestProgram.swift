import CLI
import HubModel
import JMESPath
import NIOCore
import StreamClient

/// Carries out `stream test`.
struct TestProgram {
    private static let shape = TableShape([
        .init("DeviceId", "device"), .init("OpenMs", "openMilliseconds"),
        .init("P50Us", "roundTrip", "p50Microseconds"), .init("P99Us", "roundTrip", "p99Microseconds"),
        .init("MaxUs", "roundTrip", "maximumMicroseconds"),
        .init("ToDeviceBytesPerSecond", "toDevice", "bytesPerSecond"),
        .init("FromDeviceBytesPerSecond", "fromDevice", "bytesPerSecond"),
    ])

    private let plan: StreamTestPlan
    private let opener: StreamOpener
    private let session: Session

    init(_ plan: StreamTestPlan, _ session: Session) throws {
        self.plan = plan
        self.session = session
        opener = try StreamOpener(plan.wish, session)
    }

    func run() async throws -> Int32 {
        let started = NIODeadline.now()
        let echo = try await opener.openBytes(ServiceName(checked: BuiltInService.echo.rawValue))
        let opened = NIODeadline.now() - started
        let trips = try await measured("the round trips were made") { () async throws(ByteStreamError) in
            try await StreamMeter.roundTrips(plan.count, echo)
        }
        await echo.close()
        let discard = try await opener.openBytes(ServiceName(checked: BuiltInService.discard.rawValue))
        let up = try await measured("it told how much came") { () async throws(ByteStreamError) in
            try await StreamMeter.send(for: plan.duration, discard)
        }
        await discard.close()
        let chargen = try await opener.openBytes(ServiceName(checked: BuiltInService.chargen.rawValue))
        let down = try await measured("the time was over") { () async throws(ByteStreamError) in
            try await StreamMeter.receive(for: plan.duration, chargen)
        }
        await chargen.close()
        let value = JSONValue.make([
            ("device", .string(plan.wish.device.text)),
            ("openMilliseconds", .number(JSONNumber(Int(opened.nanoseconds / 1_000_000)))),
            ("roundTrip", trips.json), ("toDevice", up.json), ("fromDevice", down.json),
        ])
        return try session.show(.value(value, Self.shape)).rawValue
    }

    private func measured<Value>(
        _ what: String,
        _ body: () async throws(ByteStreamError) -> Value
    ) async throws(ClientError) -> Value {
        do throws(ByteStreamError) {
            return try await body()
        } catch {
            throw ClientError(error, doing: what)
        }
    }
}
