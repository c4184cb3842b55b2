import HubClient
import HubModel
import JMESPath

/// Follows the streams of a hub, and prints each that changes.
///
/// Every connection begins with all streams that live and the latest that ended: what was printed already is not
/// printed again, and what ended before the first connection never is.
final class StreamFollower {
    /// Streams that have ended, which are remembered: more than the hundred that a connection begins with, so that
    /// none of those is taken for a new one.
    private static let mostEnded = 1000

    private let follower: EventFollower
    private let device: DeviceID?
    private var told: [String: JSONValue] = [:]
    /// Those of them that have ended, the first first.
    private var ended: [String] = []
    private var hasBegun = false

    /// Of one device, or of all.
    init(_ follower: EventFollower, device: DeviceID?) {
        self.follower = follower
        self.device = device
    }

    func follow(_ hub: HubName) throws {
        try follower.follow {
            .followStreams(hub)
        } _: { event, isFirst throws(HubError) in
            guard let streams = JSONValue.read(event.data)?["value"]?.elements else {
                throw HubError(.responseNotUnderstood, "The server sent an event that is no page of streams.")
            }
            let isBegin = !self.hasBegun
            self.hasBegun = true
            if isFirst { self.forget(besides: streams) }
            // A page has the stream that was opened last first.
            for stream in streams.reversed() {
                guard self.remember(stream), !isBegin || !Self.hasEnded(stream) else { continue }
                try self.follower.print(stream, words: Self.words)
            }
        }
    }

    /// Whether it is one that is looked for, and not as it was told last.
    private func remember(_ stream: JSONValue) -> Bool {
        guard let id = stream["streamId"]?.stringValue else { return false }
        if let device, stream["deviceId"]?.stringValue != device.text { return false }
        let lasting = JSONValue.make((stream.orderedMembers ?? []).filter { $0.0 != "durationMs" })
        guard told[id] != lasting else { return false }
        if Self.hasEnded(stream), !(told[id].map(Self.hasEnded) ?? false) {
            ended.append(id)
            if ended.count > Self.mostEnded { told[ended.removeFirst()] = nil }
        }
        told[id] = lasting
        return true
    }

    /// What lived when a connection broke, and is not among the streams now, is heard of no more.
    private func forget(besides streams: [JSONValue]) {
        let present = Set(streams.compactMap { $0["streamId"]?.stringValue })
        told = told.filter { Self.hasEnded($0.value) || present.contains($0.key) }
    }

    private static func hasEnded(_ stream: JSONValue) -> Bool {
        stream["state"]?.stringValue == StreamState.ended.rawValue
    }

    /// A stream in words.
    private static func words(_ stream: JSONValue) -> [String?] {
        let bytes = stream.words("bytes", "fromDevice").map {
            "\($0) bytes from the device, \(stream.words("bytes", "fromService") ?? "0") from the service"
        }
        return [
            stream.words("endedAt") ?? stream.words("establishedAt") ?? stream.words("acceptedAt")
                ?? stream.words("openedAt"),
            stream.words("state"), stream.words("deviceId"), stream.words("streamName"), stream.words("service"),
            stream.words("resultCode"), stream.words("stage").map { "in " + $0 }, bytes, stream.words("closeReason"),
            stream.words("caller"), stream.words("reason"), stream.words("streamId"),
        ]
    }
}
