import HubModel
import HubStore
import Logging
import Synchronization

// From the queue to the store.
extension ActivityLog {
    /// A record with the text that is hashed and stored.
    private struct Line: Sendable {
        let hub: Int64
        let record: ActivityRecord
        let text: String
    }

    /// What a transaction leaves behind.
    private struct Progress: Sendable {
        var chains: [Int64: LogChain] = [:]
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
            let lost = max(0, entries.count - room)
            state.dropped += lost
            return lost
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
        var streams: [(hub: Int64, StreamResource)] = []
        for entry in entries {
            switch entry {
            case .record(let hub, let record):
                lines.append(Line(hub: hub, record: record, text: try record.canonicalText()))
            case .stream(let hub, let stream): streams.append((hub, stream))
            }
        }
        let (known, before) = state.withLock { state in
            let hubs = Set(lines.map(\.hub))
            return (
                state.chains.filter { hubs.contains($0.key) },
                Progress(head: state.head, totalBytes: state.totalBytes)
            )
        }
        _ = try await store.write { [lines, streams] (writing) throws(HubError) in
            var progress = before
            progress.chains = known
            for line in lines {
                var chain: LogChain
                if let end = progress.chains[line.hub] {
                    chain = end
                } else {
                    chain = try writing.chain(hub: line.hub)
                }
                chain.append(line.text)
                progress.totalBytes += Int64(line.text.utf8.count) + ActivitySize.besideText
                progress.head = try writing.appendActivity(
                    hub: line.hub,
                    line.record,
                    text: line.text,
                    chain: chain,
                    totalBytes: progress.totalBytes
                )
                progress.chains[line.hub] = chain
            }
            for (hub, stream) in streams { try writing.keepStream(hub: hub, stream) }
            return progress
        } committed: {
            self.committed($0)
        }
    }

    private func committed(_ progress: Progress) {
        let readers = state.withLock { state in
            state.chains.merge(progress.chains) { $1 }
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
    /// Columns and four indexes, in bytes: measured with a million rows.
    static let besideText: Int64 = 350
}
