package import HubModel
import HubStore

/// Writes all devices of a hub as newline-delimited JSON that an import takes, a page at a time.
package actor DeviceExport {
    /// Devices in one chunk: some hundred kilobytes.
    static let pageSize = 1000

    private let store: HubStore
    private let hub: Int64
    private let withKeys: Bool
    private var after: DeviceID?
    private var isAtEnd = false

    init(store: HubStore, hub: Int64, withKeys: Bool) {
        self.store = store
        self.hub = hub
        self.withKeys = withKeys
    }

    /// The next lines; `nil` at the end.
    package func next() async throws(HubError) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        let (hub, after, withKeys) = (hub, after, withKeys)
        let page = try await store.read { (reading) throws(HubError) in
            try reading.exportDevices(hub: hub, after: after, limit: Self.pageSize, withKeys: withKeys)
        }
        isAtEnd = page.count < Self.pageSize
        self.after = page.last?.0.deviceID
        guard !page.isEmpty else { return nil }
        var chunk: [UInt8] = []
        for (row, keys) in page {
            chunk += try RestJSON.encode(Self.line(row, keys))
            chunk.append(UInt8(ascii: "\n"))
        }
        return chunk
    }

    private static func line(_ row: DeviceRow, _ keys: KeyPair?) -> DeviceCreation {
        DeviceCreation(
            deviceId: row.deviceID,
            status: row.status,
            statusReason: row.statusReason,
            authentication: DeviceAuthenticationRequest(
                type: row.authentication.type,
                symmetricKey: keys.map {
                    SymmetricKeysRequest(primaryKey: $0.primaryKey, secondaryKey: $0.secondaryKey)
                },
                x509Thumbprint: row.authentication.x509Thumbprint
            ),
            tags: row.tags.texts
        )
    }
}
