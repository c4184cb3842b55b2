import HubModel
import StreamCore
import Testing

@testable import StreamGateway

/// The parts that need no connection.
@Suite struct GatewayPartTests {
    private static let start = Timestamp(seconds: 1_795_000_000)

    @Test func `a lane stops its source above the high mark and lets it go on below the low one, once`() {
        let lane = RelayLane()
        #expect(!lane.handedOver(RelayLane.highWater))
        #expect(lane.handedOver(1))
        #expect(!lane.returned(RelayLane.highWater - RelayLane.lowWater))
        #expect(lane.returned(1))
        #expect(!lane.returned(RelayLane.lowWater))
        #expect(lane.heldBytes == 0)
    }

    @Test func `a lane that was never stopped tells nobody to go on`() {
        let lane = RelayLane()
        #expect(!lane.handedOver(1000))
        #expect(!lane.returned(1000))
    }

    /// What a watch of a minute says at each look: seconds from the start, bytes written, bytes pending.
    private func looks(_ looks: [(second: Int64, written: Int, pending: Int)]) -> [Bool] {
        var watch = StallWatch(limit: .seconds(60))
        return looks.map { look in
            watch.looked(written: look.written, pending: look.pending, now: Self.start + .seconds(look.second))
        }
    }

    @Test func `a side is stalled when nothing is taken for the whole time`() {
        #expect(looks([(0, 1000, 1000), (30, 2000, 2000), (60, 2000, 2000)]) == [false, false, true])
    }

    @Test func `as much pending as before is progress when more was written`() {
        #expect(looks([(0, 1000, 1000), (59, 5000, 1000), (61, 5000, 1000)]) == [false, false, false])
        #expect(looks([(0, 1000, 1000), (59, 5000, 1000), (119, 5000, 1000)]) == [false, false, true])
    }

    @Test func `nothing pending ends the time`() {
        #expect(looks([(0, 1000, 1000), (50, 1000, 0), (70, 2000, 1000), (129, 2000, 1000)]).allSatisfy { !$0 })
    }

    @Test func `progress is reported when something moved, and nothing after the end`() {
        let stream = RelayStream(key: GatewayFixture.key())
        let reports = Observed<[GatewayReport]>([])
        let report: (GatewayReport) -> Void = { report in reports.update { $0.append(report) } }
        #expect(stream.moved())
        #expect(!stream.moved())
        stream.reportProgress(report)
        #expect(reports.value.isEmpty)
        stream.lane(from: .device).wrote(5)
        stream.reportProgress(report)
        #expect(reports.value.map(\.event) == [.progress(StreamTraffic(fromDevice: 5))])
        #expect(stream.moved())
        stream.lane(from: .service).wrote(7)
        stream.reportEnd(side: .service, .disconnected, report)
        stream.reportProgress(report)
        stream.reportEnd(side: .device, .vanished, report)
        let traffic = StreamTraffic(fromDevice: 5, fromService: 7)
        #expect(
            reports.value.map(\.event).dropFirst()
                == [.ended(StreamEnding(side: .service, cause: .disconnected, traffic: traffic))]
        )
    }
}
