import HubModel
import Synchronization

/// What both sides of a stream share.
final class RelayStream: Sendable {
    let key: StreamKey
    let trackingID: String?
    private let fromDevice = RelayLane()
    private let fromService = RelayLane()
    /// Whether a report of progress is due already.
    private let isReportDue = Atomic<Bool>(false)
    /// What was reported last; `nil` after the end, when nothing may be reported any more.
    private let reported = Mutex<StreamTraffic?>(StreamTraffic())

    init(key: StreamKey, trackingID: String? = nil) {
        self.key = key
        self.trackingID = trackingID
    }

    /// The direction that begins at this side.
    func lane(from side: StreamSide) -> RelayLane {
        switch side {
        case .device: fromDevice
        case .service: fromService
        }
    }

    var traffic: StreamTraffic {
        StreamTraffic(fromDevice: Int64(fromDevice.passedBytes), fromService: Int64(fromService.passedBytes))
    }

    /// Bytes move; returns whether a report of it is to be made a second from now.
    func moved() -> Bool {
        !isReportDue.load(ordering: .relaxed) && !isReportDue.exchange(true, ordering: .relaxed)
    }

    /// Reports what moved, if anything did; nothing after the end.
    func reportProgress(_ report: (GatewayReport) -> Void) {
        isReportDue.store(false, ordering: .relaxed)
        reported.withLock { last in
            let traffic = traffic
            guard let old = last, old != traffic else { return }
            last = traffic
            report(GatewayReport(key, .progress(traffic)))
        }
    }

    /// Reports the end, which is the last report.
    func reportEnd(side: StreamSide?, _ cause: StreamEnding.Cause, _ report: (GatewayReport) -> Void) {
        reported.withLock { last in
            guard last != nil else { return }
            last = nil
            report(GatewayReport(key, .ended(StreamEnding(side: side, cause: cause, traffic: traffic))))
        }
    }
}
