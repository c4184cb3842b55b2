import HubModel
import HubStore
import Logging
import Metering
import Synchronization

/// The pumps of all settings: one for each that has a destination outside the log, begun, changed and stopped as the
/// settings are.
///
/// Nothing polls: one loop waits for records that were committed and rings the bell of each pump of their hubs. The
/// number of pumps follows that of the settings, which owners alone can raise.
package final class DiagnosticPumps: Sendable {
    /// A setting that is to run.
    private struct Wanted: Sendable {
        let setting: DiagnosticSettingRow
        let hub: HubName
        let secret: Secret?
        let bell: DiagnosticBell
    }

    /// A pump that runs.
    private struct Running {
        let bell: DiagnosticBell
        /// Rung to stop it.
        let stop: DiagnosticBell
        /// Ended by the pump when it has stopped.
        let ended: DiagnosticBell
    }

    /// In a field, for the same reason as in a `Receiver`.
    private struct Maker {
        let make: DiagnosticSinkMaker
    }

    private let wanted = Mutex<[Int64: Wanted]>([:])
    private let maker = Mutex<Maker?>(nil)
    private let changed = DiagnosticBell()
    private let store: HubStore
    private let activity: ActivityLog
    private let framing: DiagnosticFraming
    private let meters: DiagnosticMeters
    private let world: World
    private let logger: Logger

    init(
        store: HubStore,
        activity: ActivityLog,
        framing: DiagnosticFraming,
        metrics: MetricRegistry,
        world: World,
        logger: Logger
    ) {
        meters = DiagnosticMeters(metrics)
        self.store = store
        self.activity = activity
        self.framing = framing
        self.world = world
        self.logger = logger
    }

    /// Says who makes destinations; before the first setting is made and before `run`.
    package func attach(_ maker: @escaping DiagnosticSinkMaker) {
        self.maker.withLock { $0 = Maker(make: maker) }
    }

    /// The destination of a setting; throws `ArgumentInvalid` where this server has none such.
    func sink(
        _ hub: HubName,
        _ destination: DiagnosticDestination,
        _ secret: Secret?
    ) throws(HubError) -> any DiagnosticSink {
        guard let maker = maker.withLock({ $0 }) else {
            throw HubError(
                .argumentInvalid,
                "This server has no destination of the kind '\(destination.kind.rawValue)'.",
                target: "destination.kind"
            )
        }
        return try maker.make(hub, destination, secret)
    }

    /// Begins a setting's pump; one that runs for an older state of it is stopped at once.
    func begin(_ setting: DiagnosticSettingRow, of hub: HubName, secret: Secret?) {
        guard setting.destination != .local else { return end(setting.id) }
        let one = Wanted(setting: setting, hub: hub, secret: secret, bell: DiagnosticBell())
        wanted.withLock { $0[setting.id] = one }
        changed.ring()
    }

    /// Stops the pump of a setting that is no more.
    func end(_ id: Int64) {
        wanted.withLock { $0[id] = nil }
        changed.ring()
    }

    /// Stops the pumps of a hub that is no more.
    func end(hub: HubName) {
        wanted.withLock { wanted in wanted = wanted.filter { $0.value.hub != hub } }
        changed.ring()
    }

    /// Runs until it is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.listen() }
            var running: [Int64: Running] = [:]
            repeat { arrange(&running, &group) } while await changed.wait()
            group.cancelAll()
        }
    }

    /// Stops what is not wanted any more, and begins what is not running.
    private func arrange(_ running: inout [Int64: Running], _ group: inout DiscardingTaskGroup) {
        let wanted = wanted.withLock { $0 }
        var ending: [Int64: DiagnosticBell] = [:]
        for (id, pump) in running where wanted[id]?.bell !== pump.bell {
            pump.stop.end()
            ending[id] = pump.ended
            running[id] = nil
        }
        for (id, one) in wanted where running[id] == nil {
            let pump = Running(bell: one.bell, stop: DiagnosticBell(), ended: DiagnosticBell())
            running[id] = pump
            let before = ending[id]
            group.addTask {
                // Two pumps of one setting would send the same records, and out of order.
                while await before?.wait() == true {}
                await self.pump(one, until: pump.stop)
                pump.ended.end()
            }
        }
    }

    private func pump(_ one: Wanted, until stop: DiagnosticBell) async {
        let sink: any DiagnosticSink
        do throws(HubError) {
            sink = try self.sink(one.hub, one.setting.destination, one.secret)
        } catch {
            logger.error(
                "diagnostic setting cannot run",
                metadata: ["hub.id": "\(one.hub)", "setting.name": "\(one.setting.name)", "detail": "\(error.message)"]
            )
            let (id, now) = (one.setting.id, world.now)
            // The log has it, too.
            try? await store.write { (writing) throws(HubError) in
                try writing.failDiagnosticSetting(id: id, error.message, at: now)
            }
            return
        }
        let pump = DiagnosticPump(
            setting: one.setting,
            hub: one.hub,
            sink: sink,
            bell: one.bell,
            isWanted: { [self] in wanted.withLock { $0[one.setting.id]?.bell === one.bell } },
            store: store,
            framing: framing,
            meters: meters,
            world: world,
            logger: logger
        )
        await withTaskGroup { group in
            group.addTask { await pump.run() }
            group.addTask { while await stop.wait() {} }
            await group.next()
            group.cancelAll()
        }
    }

    /// Rings the bells of those whose hubs have new records.
    private func listen() async {
        var last = activity.head
        while !Task.isCancelled {
            await activity.waitForMore(after: last)
            do throws(HubError) {
                let after = last
                let found = try await store.read { (reading) throws(HubError) in
                    try reading.hubsWithActivity(after: after)
                }
                last = found.last
                let hubs = Set(found.hubs)
                for one in wanted.withLock({ Array($0.values) }) where hubs.contains(one.setting.hubID) {
                    one.bell.ring()
                }
            } catch {
                // A read that the stop of the server cut off is no news.
                guard !Task.isCancelled else { return }
                logger.warning("new records not seen", metadata: ["detail": "\(error.detail ?? error.message)"])
                // A database that does not answer is not asked without pause; cancellation ends the wait.
                try? await Task.sleep(for: DiagnosticBackoff.first)
            }
        }
    }
}
