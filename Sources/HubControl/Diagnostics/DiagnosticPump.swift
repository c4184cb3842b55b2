import HubModel
import HubStore
import Logging

/// Carries the records of one hub to the destination of one setting: in their order, each at least once.
///
/// The log is the queue: the pump reads what comes after its cursor, delivers it, and only then moves the cursor on. It
/// holds one batch, whatever the destination does.
struct DiagnosticPump: Sendable {
    let setting: DiagnosticSettingRow
    let hub: HubName
    let sink: any DiagnosticSink
    let bell: DiagnosticBell
    /// Whether the setting is still there and the same: a change counts from when it was committed.
    let isWanted: @Sendable () -> Bool
    let store: HubStore
    let framing: DiagnosticFraming
    let meters: DiagnosticMeters
    let world: World
    let logger: Logger

    /// Runs until it is cancelled or its setting is gone.
    func run() async {
        var place = Place()
        while !Task.isCancelled {
            do throws(Interruption) {
                guard try await step(&place) else { break }
            } catch {
                await wait(after: error, &place)
            }
        }
        await sink.close()
    }

    /// Where the pump is.
    private struct Place {
        var isKnown = false
        var cursor: Int64?
        /// Records that were missing and are not written down yet.
        var missing = DiagnosticLosses()
        /// What is to be delivered next, or again.
        var pending: DiagnosticFraming.Cut?
        var backoff = DiagnosticBackoff()
        var isFailing = false
    }

    private enum Interruption: Error {
        case store(HubError)
        case sink(DiagnosticFailure)
    }

    /// Does one thing; `false` where there is nothing left to do for ever.
    private func step(_ place: inout Place) async throws(Interruption) -> Bool {
        guard place.isKnown else {
            guard
                let row = try await read({ (reading) throws(HubError) in try reading.diagnosticSetting(id: setting.id) }
                )
            else { return false }
            place.cursor = row.cursor
            place.isKnown = true
            return true
        }
        guard let cut = try await next(&place) else { return await bell.wait() }
        guard let batch = cut.batch else {
            // Where nothing is missing either, it is written down with the next delivery.
            place.cursor = cut.end
            place.missing += cut.missing
            if !place.missing.isEmpty { await writeDown(&place, delivered: 0) }
            return true
        }
        place.pending = cut
        guard isWanted() else { return false }
        do throws(DiagnosticFailure) {
            _ = try await sink.deliver(batch)
        } catch {
            throw .sink(error)
        }
        await delivered(cut, batch, &place)
        return true
    }

    private func next(_ place: inout Place) async throws(Interruption) -> DiagnosticFraming.Cut? {
        if let pending = place.pending { return pending }
        let cursor = place.cursor
        let id = setting.hubID
        let rows = try await read { (reading) throws(HubError) in
            try reading.activity(hub: id, after: cursor ?? 0, limit: DiagnosticFraming.maximumRecords)
        }
        let cut = framing.cut(rows, after: cursor, for: setting, of: hub)
        if let cut, cut.missing[.unreadable] > 0 {
            log(
                .warning,
                "diagnostic records skipped",
                "\(cut.missing[.unreadable]) up to \(cut.end) cannot be read; `log verify` names the first"
            )
        }
        return cut
    }

    private func delivered(_ cut: DiagnosticFraming.Cut, _ batch: DiagnosticBatch, _ place: inout Place) async {
        place.pending = nil
        place.cursor = cut.end
        place.missing += cut.missing
        place.backoff.succeeded()
        if place.isFailing { log(.info, "diagnostic delivery works again", "") }
        place.isFailing = false
        await writeDown(&place, delivered: batch.items.count)
        // Cancellation ends the wait; the loop sees it.
        if batch.items.count < DiagnosticFraming.maximumRecords { try? await Task.sleep(for: sink.gathering) }
    }

    /// Writes where the pump is, and what is missing up to there.
    private func writeDown(_ place: inout Place, delivered: Int) async {
        guard let cursor = place.cursor else { return }
        let (id, missing, now) = (setting.id, place.missing, delivered > 0 ? world.now : nil)
        do throws(HubError) {
            try await store.write { (writing) throws(HubError) in
                try writing.advanceDiagnosticSetting(
                    id: id,
                    to: cursor,
                    delivered: delivered,
                    dropped: missing.total,
                    at: now
                )
            }
            place.missing = DiagnosticLosses()
            meters.lost(missing)
        } catch {
            // The next delivery writes it; after a restart these records come again.
            log(.warning, "diagnostic cursor not written", error.detail ?? error.message)
        }
    }

    private func wait(after interruption: Interruption, _ place: inout Place) async {
        // A destination that was cut off on purpose has not failed.
        guard !Task.isCancelled else { return }
        let (message, retryAfter): (String, Duration?) =
            switch interruption {
            case .store(let error): (error.detail ?? error.message, error.retryAfter)
            case .sink(let failure): (failure.message, failure.retryAfter)
            }
        log(place.isFailing ? .debug : .warning, "diagnostic delivery fails", message)
        place.isFailing = true
        if case .sink(let failure) = interruption {
            let (id, now) = (setting.id, world.now)
            // What cannot be written now is written with the next failure.
            try? await store.write { (writing) throws(HubError) in
                try writing.failDiagnosticSetting(id: id, failure.message, at: now)
            }
        }
        let jitter = world.randomBytes(1).first ?? 0
        try? await Task.sleep(for: place.backoff.failed(retryAfter: retryAfter, jitter: jitter))
    }

    private func read<Value: Sendable>(
        _ work: @escaping @Sendable (Reading) throws(HubError) -> Value
    ) async throws(Interruption) -> Value {
        do throws(HubError) {
            return try await store.read(work)
        } catch {
            throw .store(error)
        }
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ detail: String) {
        var metadata: Logger.Metadata = ["hub.id": "\(hub)", "setting.name": "\(setting.name)"]
        if !detail.isEmpty { metadata["detail"] = "\(detail)" }
        logger.log(level: level, message, metadata: metadata)
    }
}
