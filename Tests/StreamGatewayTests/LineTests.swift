import HubModel
import Logging
import StreamCore
import TestSupport
import Testing

@testable import StreamGateway

/// What the gateway writes into the server's log.
@Suite struct LineTests {
    private static let trackingID = "b90e3f12-5b7d-4c1e-9a60-2f8d7e6b5a41"

    private static func logger(_ lines: Observed<[KeptLine]>) -> Logger {
        ListeningLog.logger { event in
            lines.update { $0.append(KeptLine(message: "\(event.message)", metadata: event.metadata ?? [:])) }
        }
    }

    @Test func `every line about a stream bears the id of its request`() async throws {
        let lines = Observed<[KeptLine]>([])
        let logger = Self.logger(lines)
        try await GatewayFixture.run(logger: logger) { fixture in
            func knock(_ side: StreamSide) async throws -> TestPeer? {
                let token = try fixture.token(side, trackingID: Self.trackingID)
                return try await fixture.knock(GatewayFixture.path(side), token)
            }
            let device = try #require(try await knock(.device))
            let service = try #require(try await knock(.service))
            // A second one of the same side is refused, with a good token.
            #expect(try await knock(.service) == nil)
            try await service.sendClose(nil)
            try await device.received.wait { $0.isDisconnected }
            let seen = try await lines.wait { $0.contains { $0.message == "stream closed" } }
            #expect(
                seen.map(\.message).sorted()
                    == ["stream closed", "stream side joined", "stream side joined", "stream side refused"]
            )
            #expect(seen.allSatisfy { $0.metadata["request.id"] == "\(Self.trackingID)" })
            #expect(seen.allSatisfy { $0.metadata["stream.id"] == "\(GatewayFixture.stream())" })
            // Where a device is stands in no line, who asks for a stream does.
            let joined = seen.filter { $0.message == "stream side joined" }
            #expect(joined.map { $0.metadata["peer.address"] } == ["127.0.0.xxx", "127.0.0.1"])
        }
    }

    @Test func `a token that is none gives a line no id of a request`() async throws {
        let lines = Observed<[KeptLine]>([])
        let logger = Self.logger(lines)
        try await GatewayFixture.run(logger: logger) { fixture in
            let late = try fixture.token(.device, lifetime: .seconds(-1), trackingID: Self.trackingID)
            #expect(try await fixture.knock(GatewayFixture.path(.device), late) == nil)
            #expect(lines.value.map(\.message) == ["stream side refused"])
            #expect(lines.value.map { $0.metadata["request.id"] } == [nil])
        }
    }
}

private struct KeptLine: Sendable {
    let message: String
    let metadata: Logger.Metadata
}
