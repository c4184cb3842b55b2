package import HubModel
import HubStore

/// Reads devices as newline-delimited JSON, however long: a bad line is reported and the good ones are kept.
///
/// Repeating an import changes nothing. Lines are written in batches; what was written stays when the input breaks off.
package actor DeviceImport {
    /// A line with every member at its longest is well below this.
    package static let maximumLineBytes = 65_536
    /// Lines in one transaction: enough to share the cost of a commit, few enough to hold up no other writer.
    static let batchLines = 500

    private let store: HubStore
    private let hub: HubName
    private let mode: ImportMode
    private let mayChooseKeys: Bool
    private let revocations: RevocationBus
    private let world: World

    private var rest: [UInt8] = []
    private var skipsLine = false
    private var lineNumber = 0
    private var batch: [(line: Int, creation: DeviceCreation)] = []
    private var report = ImportReport()

    init(
        store: HubStore,
        hub: HubName,
        mode: ImportMode,
        mayChooseKeys: Bool,
        revocations: RevocationBus,
        world: World
    ) {
        self.store = store
        self.hub = hub
        self.mode = mode
        self.mayChooseKeys = mayChooseKeys
        self.revocations = revocations
        self.world = world
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// Returns when they are written or held: the caller reads no faster than that.
    package func consume(_ bytes: some Sequence<UInt8> & Sendable) async throws(HubError) {
        var line = rest
        rest = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                try await end(line)
                line.removeAll(keepingCapacity: true)
            } else if skipsLine {
                continue
            } else if line.count < Self.maximumLineBytes {
                line.append(byte)
            } else {
                skipsLine = true
                line.removeAll(keepingCapacity: true)
            }
        }
        rest = line
    }

    /// Ends the input, which need not end in a line feed.
    package func finish() async throws(HubError) -> ImportReport {
        if !rest.isEmpty || skipsLine { try await end(rest) }
        rest = []
        try await write()
        return report
    }

    private func end(_ line: [UInt8]) async throws(HubError) {
        lineNumber += 1
        if skipsLine {
            skipsLine = false
            fail(lineNumber, nil, HubError(.messageTooLarge, "The line has more than \(Self.maximumLineBytes) bytes."))
            return
        }
        var line = line[...]
        // A byte order mark leads files of some editors.
        if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
        do throws(HubError) {
            let creation = try RestJSON.decode(DeviceCreation.self, from: line)
            if creation.authentication?.choosesKeys ?? false, !mayChooseKeys {
                fail(
                    lineNumber,
                    creation.deviceId,
                    HubError(.forbidden, "Choosing keys needs the right 'keys', which the token has not.")
                )
                return
            }
            batch.append((lineNumber, creation))
        } catch {
            fail(lineNumber, nil, Self.ofLine(error))
        }
        if batch.count >= Self.batchLines { try await write() }
    }

    private func write() async throws(HubError) {
        guard !batch.isEmpty else { return }
        let lines = batch
        batch = []
        let (hub, mode, world) = (hub, mode, world)
        let outcomes = try await store.write { (writing) throws(HubError) in
            let row = try writing.existingHub(hub)
            var count = row.deviceCount
            var outcomes: [Outcome] = []
            for (_, creation) in lines {
                let outcome = try Self.write(creation, writing, row, count: count, mode, world)
                if outcome == .created { count += 1 }
                outcomes.append(outcome)
            }
            return outcomes
        }
        for ((line, creation), outcome) in zip(lines, outcomes) {
            switch outcome {
            case .created: report.created += 1
            case .updated(let revocation):
                report.updated += 1
                if let revocation { revocations.publish(revocation) }
            case .unchanged: report.unchanged += 1
            case .failed(let error): fail(line, creation.deviceId, error)
            }
        }
    }

    /// An import has lines where other requests have a body.
    private static func ofLine(_ error: HubError) -> HubError {
        guard error.code == .ioTHubFormatError else { return error }
        return HubError(.ioTHubFormatError, "The line is not valid JSON.", detail: error.detail)
    }

    private enum Outcome: Equatable, Sendable {
        case created, unchanged
        /// With what the change took away.
        case updated(Revocation?)
        case failed(HubError)
    }

    /// Writes one device.
    ///
    /// What is wrong with the line is its outcome; what is wrong with the store is thrown.
    private static func write(
        _ line: DeviceCreation,
        _ writing: Writing,
        _ hub: HubRow,
        count: Int,
        _ mode: ImportMode,
        _ world: World
    ) throws(HubError) -> Outcome {
        do throws(HubError) {
            guard let old = try writing.device(hub: hub.id, line.deviceId) else {
                guard mode != .update else { throw .noDevice(line.deviceId, hub.name) }
                try DeviceDraft(line, world).insert(writing, hub, count: count)
                return .created
            }
            guard mode != .create else {
                throw HubError(.deviceAlreadyExists, "The hub '\(hub.name)' has a device '\(line.deviceId)' already.")
            }
            let keys = try writing.deviceKeys(hub: hub.id, line.deviceId)
            var draft = DeviceDraft(old, keys: keys)
            try draft.apply(line, world)
            guard try draft.save(writing, hub.id, insteadOf: old, keys, world) else { return .unchanged }
            let change = draft.changesCredentials(of: old, keys)
            return .updated(Revocation(hub.name, old, draft.row, changesCredentials: change))
        } catch  where (error.code.httpStatus ?? 500) < 500 {
            return .failed(error)
        }
    }

    private func fail(_ line: Int, _ device: DeviceID?, _ error: HubError) {
        report.failed += 1
        guard report.errors.count < ImportReport.maximumErrors else { return }
        report.errors.append(
            .init(line: line, deviceId: device?.text, code: error.code.rawValue, message: error.message)
        )
    }
}
