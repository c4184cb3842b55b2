import CLI
import HubClient
import HubModel
import ServiceSDK
import Transport

/// Asks the server for the list, on a queue of its own, because libcurl blocks.
actor AllowlistReader {
    private let executor = QueueExecutor(label: "devicestream.allowlist")
    private let side: Session.ManagementSide
    private let format: AllowlistFormat
    private let style: RequestStyle
    private var client: ManagementClient?
    /// The list was the same since this answer.
    private var last: AllowlistSight?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ side: Session.ManagementSide, _ format: AllowlistFormat, _ style: RequestStyle) {
        self.side = side
        self.format = format
        self.style = style
    }

    /// The records as they are now.
    func list() throws -> Allowlist {
        let records = try connected().send(.allowlist(side.hub, format: AllowlistFormat.json.rawValue))
        return try RestJSON.decode(Allowlist.self, from: records.body)
    }

    /// The list as it is now; the server sends it only when it has changed.
    func look() throws -> AllowlistSight {
        // The records first: should the list change in between, its version is remembered too low, and looked at again.
        let list = try list()
        var request = HubRequest.allowlist(side.hub, format: format.rawValue)
        if let last { request.fields.append(HubRequest.Field("If-None-Match", "\"\(last.tag)\"")) }
        let answer = try connected().send(request)
        let tag = answer.field("ETag").map { $0.filter { $0 != "\"" } } ?? ""
        let sight = AllowlistSight(
            version: list.version,
            recordCount: list.value.count,
            tag: answer.status == 304 ? last?.tag ?? tag : tag,
            bytes: answer.status == 304 ? last?.bytes ?? [] : answer.body
        )
        last = sight
        return sight
    }

    private func connected() throws(HubError) -> ManagementClient {
        if let client { return client }
        let made = try ManagementClient(side.settings, world: side.world)
        made.debug = style.debug
        made.note = style.note
        client = made
        return made
    }
}
