import HubModel

/// Where a row stands in the list of devices and endpoints.
struct CoveragePlace: Equatable {
    let device: DeviceID
    let record: Int
    let port: Int

    init(_ row: CoverageRow) {
        device = row.deviceId
        record = row.id
        port = row.port
    }

    /// Reads a page's key; no device id holds a slash.
    init(key: String) throws(HubError) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let record = Int(parts[1]), let port = Int(parts[2]) else {
            throw HubError(.argumentInvalid, "$skiptoken is not one that this server made.", target: "$skiptoken")
        }
        device = try DeviceID(String(parts[0]), target: "$skiptoken")
        self.record = record
        self.port = port
    }

    var key: String { "\(device)/\(record)/\(port)" }

    /// Whether it comes later in the list: records have one host each, so record and port tell its endpoints apart.
    func isBehind(_ other: CoveragePlace) -> Bool {
        guard device == other.device else { return true }
        return (record, port) > (other.record, other.port)
    }
}
