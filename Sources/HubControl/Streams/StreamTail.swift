package import HubModel
import HubStore
import Synchronization

/// The streams of a hub as they change: first all that live and the latest that ended, then those that have changed.
///
/// Nothing is queued for it: it compares what there is with what its reader was told, at most once a look.
package final class StreamTail: Sendable {
    /// How often it is looked whether something has changed, and whether the tail may go on.
    static let look = Duration.seconds(1)
    /// Streams that live, the last opened first, of which it tells: the longest page of a list.
    static let mostLive = PageRequest.maximumTop
    /// Streams that ended, the last opened first, of which it tells beside those that it told of before.
    static let mostEnded = 100

    private struct State {
        /// What the reader was told, without what changes with time alone.
        var told: [StreamID: StreamResource] = [:]
        /// The broker's count of changes at the look before.
        var count: UInt64?
        /// Whether another look is due though nothing changes any more: an end is on record only after it is counted.
        var isUnsettled = true
    }

    private let permit: TailPermit
    private let directory: StreamDirectory
    private let hub: Int64
    private let state = Mutex(State())

    init(_ permit: TailPermit, _ directory: StreamDirectory, hub: Int64) {
        self.permit = permit
        self.directory = directory
        self.hub = hub
    }

    /// Whether it may go on: its token or session is good, and the server does not stop.
    package var isRunning: Bool { permit.isGood }

    /// The streams that have changed; none when nothing did for `patience`, `nil` at the end.
    package func next(patience: Duration) async throws(HubError) -> [StreamResource]? {
        var left = patience
        var isFirst = state.withLock { $0.count == nil }
        while isRunning, !Task.isCancelled {
            // However fast the reader is, it is told no more than once a look.
            if !isFirst {
                // It ends early only where the tail is cancelled, which the loop sees.
                try? await Task.sleep(for: Self.look)
                left -= Self.look
            }
            isFirst = false
            let changed = try await changes()
            if !changed.isEmpty { return changed }
            guard left > .zero else { return [] }
        }
        return nil
    }

    private func changes() async throws(HubError) -> [StreamResource] {
        let (broker, hub) = (directory.broker, hub)
        // Taken before the streams are: what changes meanwhile is looked at again.
        let count = broker.changes
        let isSame = state.withLock { state in
            let isSame = state.count == count
            if isSame, !state.isUnsettled { return true }
            state.isUnsettled = !isSame
            state.count = count
            return false
        }
        guard !isSame else { return [] }
        let now = directory.hubs.world.now
        let all = broker.state.withLock { state in
            state.streams.values.filter { $0.opening.hubID == hub }.map { $0.resource(now: now) }
        }
        let living = Set(all.map(\.streamId))
        let gone = state.withLock { $0.told.values.filter { $0.state != .ended && !living.contains($0.streamId) } }
            .map(\.streamId)
        await broker.activity.write()
        let ended = try await directory.hubs.store.read { (reading) throws(HubError) in
            var ended = try reading.streams(hub: hub, device: nil, before: nil, limit: Self.mostEnded)
            let known = Set(ended.map(\.streamId))
            for id in gone where !known.contains(id) {
                if let stream = try reading.stream(hub: hub, id) { ended.append(stream) }
            }
            return ended
        }
        let live = all.sorted { ($0.openedAt, $0.streamId.text) > ($1.openedAt, $1.streamId.text) }
        return told(live.prefix(Self.mostLive) + ended.filter { !living.contains($0.streamId) }, living)
    }

    /// Those of them that the reader has not been told of as they are.
    private func told(_ present: [StreamResource], _ living: Set<StreamID>) -> [StreamResource] {
        state.withLock { state in
            var told: [StreamID: StreamResource] = [:]
            var changed: [StreamResource] = []
            for stream in present {
                var lasting = stream
                lasting.durationMs = 0
                if state.told[stream.streamId] != lasting { changed.append(stream) }
                told[stream.streamId] = lasting
            }
            // One that has gone and is not on record yet is looked for again.
            for (id, stream) in state.told where told[id] == nil && stream.state != .ended {
                told[id] = stream
                if !living.contains(id) { state.isUnsettled = true }
            }
            state.told = told
            return changed
        }
    }
}
