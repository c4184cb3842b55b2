package import HubModel
import HubStore
import StreamCore

/// One page of what a query finds.
package enum DeviceSearchPage: Sendable {
    case twins([TwinResource], next: String?)
    case count(name: String, Int)
}

/// Answers queries for devices.
///
/// What an index can answer goes into SQL; the rest is judged row by row, in the order of the ids. A page reads at most
/// `maximumScan` rows, so that it may be short, or empty, and still have a next one, as IoT Hub's may.
package struct DeviceSearch: Sendable {
    /// The most twins of a page; who asks for more gets as many.
    package static let maximumPage = 1000
    static let standardPage = 100
    /// Rows read at once.
    static let batch = 500
    /// Rows read for one page: some tenths of a second.
    static let standardScan = 20_000
    /// How long devices are counted where rows must be looked at.
    ///
    /// Some millions are counted in that time; clients wait for a minute or longer.
    static let standardCountTime = Duration.seconds(10)
    /// Properties on one page, in bytes of names and values: a page of full twins would else be 64 MB.
    static let maximumPageBytes = 4 << 20

    let access: ServiceAccess
    let connections: DeviceConnections
    let twins: TwinDirectory
    var maximumScan = standardScan
    var maximumCountTime = standardCountTime
    var hubs: HubDirectory { access.hubs }

    package func find(
        _ signature: ServiceSignature,
        _ text: @autoclosure () throws(HubError) -> String,
        size: Int?,
        continuation: String?
    ) async throws(HubError) -> DeviceSearchPage {
        let caller = try await access.authenticate(signature, .query, .registryRead, .serviceConnect)
        let query = try DeviceQuery(parsing: text())
        // Rows know who is connected as of some moments ago.
        await connections.writeStates()
        switch query.selection {
        case .count(let name): return .count(name: name, try await count(caller, query))
        case .devices:
            let place =
                try continuation.map { text throws(HubError) in try SearchPlace(text) } ?? SearchPlace(query.top)
            let size = min(max(size ?? Self.standardPage, 1), Self.maximumPage)
            return try await page(caller, query, place, size: size)
        }
    }

    private func count(_ caller: ServiceCaller, _ query: DeviceQuery) async throws(HubError) -> Int {
        let filter = query.condition?.filter ?? DeviceFilter()
        let hub = caller.hubID
        guard let condition = query.condition, !condition.isWholeFilter else {
            return try await hubs.store.read { (reading) throws(HubError) in
                try reading.countDevices(hub: hub, matching: filter)
            }
        }
        let end = hubs.world.now + maximumCountTime
        var count = 0
        var after: DeviceID?
        while true {
            // A client that has gone away needs no number.
            guard !Task.isCancelled else { throw StreamBroker.abandoned }
            let (place, rest) = (after, end - hubs.world.now)
            guard rest > .zero else { throw tooManyToCount }
            // One batch, too, can look at every row: where few of those that an index gives have the other states.
            let rows = try await hubs.store.read(within: rest, orThrow: tooManyToCount) {
                (reading) throws(HubError) in
                try reading.devices(hub: hub, matching: filter, after: place, limit: Self.batch)
            }
            count += rows.count { query.matches($0.facts) }
            guard rows.count == Self.batch else { return count }
            after = rows.last?.deviceID
        }
    }

    private var tooManyToCount: HubError {
        HubError(
            .argumentInvalid,
            "These devices cannot be counted in \(maximumCountTime.components.seconds) s.",
            target: "query",
            hint: "Count by status or connectionState alone, or page through the devices with SELECT *."
        )
    }

    private func page(
        _ caller: ServiceCaller,
        _ query: DeviceQuery,
        _ start: SearchPlace,
        size: Int
    ) async throws(HubError) -> DeviceSearchPage {
        let hub = caller.hubID
        var place = start
        var found: [TwinSubject] = []
        var scanned = 0
        var bytes = 0
        let size = min(size, start.remaining ?? size)
        while scanned < maximumScan, found.count < size, bytes < Self.maximumPageBytes {
            guard !Task.isCancelled else { throw StreamBroker.abandoned }
            let (after, room) = (place.after, (count: size - found.count, bytes: Self.maximumPageBytes - bytes))
            let batch = try await hubs.store.read { (reading) throws(HubError) in
                try SearchBatch(reading, hub, query, after: after, count: room.count, bytes: room.bytes)
            }
            found += batch.found
            scanned += batch.scanned
            bytes += batch.bytes
            place.after = batch.last ?? place.after
            if batch.isEnd { return .twins(found.map { twins.shown($0, caller.hub) }, next: nil) }
        }
        place.remaining = start.remaining.map { $0 - found.count }
        return .twins(found.map { twins.shown($0, caller.hub) }, next: place.remaining == 0 ? nil : place.text)
    }
}

/// Some rows that were looked at, and the twins of those that a query wants, as of one state of the database.
private struct SearchBatch: Sendable {
    private(set) var found: [TwinSubject] = []
    private(set) var scanned = 0
    private(set) var bytes = 0
    /// The last device that was looked at; `nil` where there was none.
    private(set) var last: DeviceID?
    /// Whether there is no device behind it.
    let isEnd: Bool

    /// Looks at rows behind `after` until there are so many twins, or so many bytes of them.
    init(
        _ reading: Reading,
        _ hub: Int64,
        _ query: DeviceQuery,
        after: DeviceID?,
        count: Int,
        bytes maximum: Int
    ) throws(HubError) {
        let filter = query.condition?.filter ?? DeviceFilter()
        let rows = try reading.devices(hub: hub, matching: filter, after: after, limit: DeviceSearch.batch)
        for row in rows where found.count < count && bytes < maximum {
            scanned += 1
            last = row.deviceID
            guard query.matches(row.facts) else { continue }
            let subject = try TwinSubject(reading, hub, row)
            found.append(subject)
            bytes += subject.twin.bytes
        }
        isEnd = scanned == rows.count && rows.count < DeviceSearch.batch
    }
}

/// Where a page of a query ended.
struct SearchPlace: Equatable, Sendable {
    /// How many devices `TOP` still lets through.
    var remaining: Int?
    var after: DeviceID?

    init(_ remaining: Int?) { self.remaining = remaining }

    /// The continuation token: `<remaining>/<device id>` in URL-safe base64, which no id can break.
    var text: String { Base64.encodeURL(Array("\(remaining.map(String.init) ?? "")/\(after?.text ?? "")".utf8)) }

    init(_ text: String) throws(HubError) {
        let parts = Base64.decodeURL(text).flatMap { String(validating: $0, as: UTF8.self) }?
            .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let parts, parts.count == 2, DeviceID.accepts(String(parts[1])),
            parts[0].isEmpty || Int(parts[0]).map({ $0 > 0 }) ?? false
        else {
            throw HubError(
                .argumentInvalid,
                "The continuation token is not one that this server made.",
                target: "x-ms-continuation"
            )
        }
        remaining = Int(parts[0])
        after = DeviceID(checked: String(parts[1]))
    }
}

extension DeviceRow {
    /// What a query can ask of it.
    var facts: DeviceFacts {
        DeviceFacts(deviceID: deviceID, status: status, connectionState: connectionState, tags: tags)
    }
}

extension TwinRow {
    fileprivate var bytes: Int {
        [tags, desired.full, reported.full].reduce(0) { $0 + TwinRules.bytes(of: .object($1)) }
    }
}
