import HubModel
import HubStore
import Logging
import Metering
import Synchronization

// From the queue to the store.
extension ActivityLog {
    /// An entry that is ready for the store: a record has the text that is hashed.
    private enum Line: Sendable {
        case record(hub: Int64, ActivityRecord, text: String, isShown: Bool)
        case stream(hub: Int64, StreamResource)
        case checkpoint(hub: Int64, HubName)
    }

    /// What a transaction leaves behind.
    private struct Progress: Sendable {
        var chains: [Int64: LogChain] = [:]
        var signed: [Int64: SignedPlace] = [:]
        var head: Int64
        var totalBytes: Int64
    }

    /// Writes what waits now; what was appended before the call is in the store when it returns, unless the store
    /// fails.
    package func write() async {
        await turnstile.pass {
            while true {
                let entries = state.withLock { state in
                    let entries = Array(state.waiting.prefix(Self.batch))
                    state.waiting.removeFirst(entries.count)
                    return entries
                }
                guard !entries.isEmpty else { return }
                do throws(HubError) {
                    try await write(entries)
                } catch {
                    giveBack(entries, error)
                    return
                }
            }
        }
    }

    /// What the store did not take is tried again with the next turn, as far as there is room for it.
    private func giveBack(_ entries: [Entry], _ error: HubError) {
        let lost = state.withLock { state in
            let room = max(0, Self.capacity - state.waiting.count)
            state.waiting.insert(contentsOf: entries.prefix(room), at: 0)
            let lost = entries.dropFirst(room)
            for entry in lost {
                switch entry {
                case .record(let hub, let record, _): state.lost(record, hub: hub, .full)
                case .stream, .checkpoint: state.dropped += 1
                }
            }
            return lost.count
        }
        logger.error(
            "activity records not written",
            metadata: [
                "count": "\(entries.count)", "lost": "\(lost)", "detail": "\(error.detail ?? error.message)",
            ]
        )
    }

    private func write(_ entries: [Entry]) async throws(HubError) {
        var lines: [Line] = []
        for entry in entries {
            switch entry {
            case .record(let hub, let record, let isShown):
                lines.append(.record(hub: hub, record, text: try record.canonicalText(), isShown: isShown))
            case .stream(let hub, let stream): lines.append(.stream(hub: hub, stream))
            case .checkpoint(let hub, let name): lines.append(.checkpoint(hub: hub, name))
            }
        }
        let before = state.withLock { state in
            Progress(chains: state.chains, head: state.head, totalBytes: state.totalBytes)
        }
        let (key, now) = (key, world.now)
        _ = try await store.write { [lines] (writing) throws(HubError) in
            var progress = before
            for line in lines {
                switch line {
                case .stream(let hub, let stream): try writing.keepStream(hub: hub, stream)
                case .record(let hub, let record, let text, let isShown):
                    try Self.append(record, text, isShown, hub: hub, writing, &progress)
                case .checkpoint(let hub, let name):
                    let place = try Self.chain(of: hub, writing, &progress)
                    let checkpoint = try LogCheckpoint(
                        hub: name,
                        place: place,
                        time: now,
                        kind: .regular,
                        signedWith: key
                    )
                    try writing.insertCheckpoint(hub: hub, checkpoint)
                    let record = Self.record(of: checkpoint)
                    try Self.append(record, record.canonicalText(), true, hub: hub, writing, &progress)
                    progress.signed[hub] = SignedPlace(sequence: place.sequence + 1, time: now, name: name)
                }
            }
            return progress
        } committed: {
            self.committed($0)
        }
        meters.written.add(Int64(lines.count { if case .stream = $0 { false } else { true } }))
    }

    private static func chain(
        of hub: Int64,
        _ writing: Writing,
        _ progress: inout Progress
    ) throws(HubError) -> LogChain {
        if let chain = progress.chains[hub] { return chain }
        return try writing.chain(hub: hub)
    }

    private static func append(
        _ record: ActivityRecord,
        _ text: String,
        _ isShown: Bool,
        hub: Int64,
        _ writing: Writing,
        _ progress: inout Progress
    ) throws(HubError) {
        var chain = try chain(of: hub, writing, &progress)
        // What a chain was before its first record of this run counts as signed: there is nothing to sign yet.
        if progress.chains[hub] == nil, progress.signed[hub] == nil {
            progress.signed[hub] = SignedPlace(sequence: chain.sequence, time: record.time, name: record.hub)
        }
        chain.append(text)
        progress.totalBytes += Int64(text.utf8.count) + ActivitySize.besideText
        progress.head = try writing.appendActivity(
            hub: hub,
            record,
            text: text,
            isShown: isShown,
            chain: chain,
            totalBytes: progress.totalBytes
        )
        progress.chains[hub] = chain
    }

    private func committed(_ progress: Progress) {
        let readers = state.withLock { state in
            state.chains = progress.chains
            state.signed.merge(progress.signed) { $1 }
            state.head = progress.head
            state.totalBytes = progress.totalBytes
            let ready = state.readers.filter { $0.value.after < progress.head }
            for number in ready.keys { state.readers[number] = nil }
            return ready.values.map(\.1)
        }
        for reader in readers { reader.resume() }
    }
}

/// What a row takes beside its text.
enum ActivitySize {
    /// Columns and four indexes, in bytes: measured with 200,000 rows.
    static let besideText: Int64 = 500
}
