/// A question for devices in IoT Hub's query language, read and understood.
///
/// What is supported: `SELECT [TOP n] *` or `SELECT COUNT() [AS name]`, `FROM devices`, `WHERE` with the fields of
/// `DeviceField`, `=`, `!=`, `IN`, `STARTSWITH`, `AND`, `OR`, `NOT` and brackets, and `ORDER BY deviceId`, which is the
/// order of every answer. Whatever else stands in a query is an error that says where.
package struct DeviceQuery: Equatable, Sendable {
    package enum Selection: Equatable, Sendable {
        case devices
        /// The number of devices, under a name.
        case count(name: String)
    }

    /// The longest query, in bytes.
    package static let maximumBytes = 8192
    /// The name of a count that was given none, as in IoT Hub.
    static let countName = "$1"

    package var selection: Selection
    /// At most so many devices; `nil` for all.
    package var top: Int?
    /// `nil` where every device is asked for.
    package var condition: DeviceCondition?

    package init(selection: Selection = .devices, top: Int? = nil, condition: DeviceCondition? = nil) {
        self.selection = selection
        self.top = top
        self.condition = condition
    }

    /// Reads a query; throws `ArgumentInvalid` that says what is not understood, and where.
    package init(parsing text: String) throws(HubError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw HubError(
                .argumentInvalid,
                "The query has \(text.utf8.count) bytes; \(Self.maximumBytes) are allowed.",
                target: "query"
            )
        }
        var parser = DeviceQueryParser(tokens: try DeviceQueryLexer.tokens(of: text))
        self = try parser.query()
    }

    /// Whether the query wants the device.
    package func matches(_ device: DeviceFacts) -> Bool {
        guard let condition else { return true }
        return condition.truth(for: device) == .yes
    }
}

/// What a query can ask of a device.
package struct DeviceFacts: Equatable, Sendable {
    package var deviceID: DeviceID
    package var status: DeviceStatus
    package var connectionState: ConnectionState
    package var tags: JSONObject

    package init(deviceID: DeviceID, status: DeviceStatus, connectionState: ConnectionState, tags: JSONObject) {
        self.deviceID = deviceID
        self.status = status
        self.connectionState = connectionState
        self.tags = tags
    }
}

/// A field of a device that a query may name.
package enum DeviceField: Equatable, Sendable {
    case deviceID, status, connectionState
    /// The path below `tags`; never empty.
    case tag([String])

    /// The value; `nil` where the device has none.
    func value(of device: DeviceFacts) -> JSONContent? {
        switch self {
        case .deviceID: return .string(device.deviceID.text)
        case .status: return .string(device.status.rawValue)
        case .connectionState: return .string(device.connectionState.rawValue)
        case .tag(let path):
            var value = JSONContent.object(device.tags)
            for name in path {
                guard let next = value.members?[name] else { return nil }
                value = next
            }
            return value
        }
    }
}
