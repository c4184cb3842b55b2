package import HubModel
import HubStore
import Synchronization

/// Which records anybody wants of each hub, in memory, because every record is asked about.
package final class LoggedCategories: Sendable {
    private struct Choice {
        /// What any setting wants.
        var wanted: Set<DiagnosticCategory>
        /// What the hub's own log shows.
        var shown: Set<DiagnosticCategory>
        let name: HubName
    }

    /// Its size follows the number of hubs.
    private let hubs = Mutex<[Int64: Choice]>([:])

    init() {}

    /// Whether a setting of the hub wants records of this category.
    ///
    /// What is no choice is always wanted, and so is all of a hub whose settings were never changed.
    func wants(_ category: ActivityRecord.Category, of hub: Int64) -> Bool {
        guard let category = DiagnosticCategory(rawValue: category.rawValue) else { return true }
        return hubs.withLock { $0[hub]?.wanted.contains(category) ?? true }
    }

    /// Whether the hub's own log shows records of this category.
    package func shows(_ category: ActivityRecord.Category, of hub: Int64) -> Bool {
        guard let category = DiagnosticCategory(rawValue: category.rawValue) else { return true }
        return hubs.withLock { $0[hub]?.shown.contains(category) ?? true }
    }

    /// Takes over all settings of a hub as they were committed; there is always the hub's own log.
    func committed(_ settings: [DiagnosticSettingRow], of hub: HubName) {
        guard let id = settings.first?.hubID else { return }
        let choice = Choice(
            wanted: Set(settings.flatMap(\.categories)),
            shown: Set(settings.first { $0.destination == .local }?.categories ?? []),
            name: hub
        )
        hubs.withLock { $0[id] = choice }
    }

    func removed(_ hub: HubName) { hubs.withLock { hubs in hubs = hubs.filter { $0.value.name != hub } } }
}
