/// What a query demands of a device.
package indirect enum DeviceCondition: Equatable, Sendable {
    case equals(DeviceField, JSONContent)
    case differs(DeviceField, JSONContent)
    case isOneOf(DeviceField, [JSONContent])
    case startsWith(DeviceField, String)
    case both(DeviceCondition, DeviceCondition)
    case either(DeviceCondition, DeviceCondition)
    case not(DeviceCondition)

    /// A condition on a tag that a device has not is neither fulfilled nor broken, and neither is its opposite.
    enum Truth: Equatable, Sendable {
        case yes, no, undefined

        init(_ value: Bool) { self = value ? .yes : .no }
    }

    func truth(for device: DeviceFacts) -> Truth {
        switch self {
        case .equals(let field, let value): Self.compare(field, device) { Self.areEqual($0, value) }
        case .differs(let field, let value): Self.compare(field, device) { !Self.areEqual($0, value) }
        case .isOneOf(let field, let values):
            Self.compare(field, device) { found in values.contains { Self.areEqual(found, $0) } }
        case .startsWith(let field, let prefix):
            Self.compare(field, device) { $0.text?.utf8.starts(with: prefix.utf8) ?? false }
        case .both(let left, let right):
            switch (left.truth(for: device), right.truth(for: device)) {
            case (.no, _), (_, .no): .no
            case (.yes, .yes): .yes
            case (.undefined, _), (_, .undefined): .undefined
            }
        case .either(let left, let right):
            switch (left.truth(for: device), right.truth(for: device)) {
            case (.yes, _), (_, .yes): .yes
            case (.no, .no): .no
            case (.undefined, _), (_, .undefined): .undefined
            }
        case .not(let condition):
            switch condition.truth(for: device) {
            case .yes: .no
            case .no: .yes
            case .undefined: .undefined
            }
        }
    }

    private static func compare(
        _ field: DeviceField,
        _ device: DeviceFacts,
        _ test: (JSONContent) -> Bool
    ) -> Truth {
        field.value(of: device).map { Truth(test($0)) } ?? .undefined
    }

    /// Texts are compared to the byte, numbers by their value.
    private static func areEqual(_ left: JSONContent, _ right: JSONContent) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer(let left), .number(let right)): Double(left) == right
        case (.number(let left), .integer(let right)): left == Double(right)
        case (let left, let right): left == right
        }
    }
}

extension DeviceCondition {
    /// What every device that fulfils it certainly has: the part that an index can answer.
    package var filter: DeviceFilter {
        var filter = DeviceFilter()
        narrow(&filter)
        return filter
    }

    private func narrow(_ filter: inout DeviceFilter) {
        switch self {
        case .both(let left, let right):
            left.narrow(&filter)
            right.narrow(&filter)
        case .equals(.status, .string(let text)): filter.status = DeviceStatus(rawValue: text) ?? filter.status
        case .equals(.connectionState, .string(let text)):
            filter.connectionState = ConnectionState(rawValue: text) ?? filter.connectionState
        case .equals(.tag(let path), .string(let text)) where path.count == 1:
            filter.tag = DeviceFilter.Tag(name: path[0], value: text)
        case .equals(.deviceID, .string(let text)), .startsWith(.deviceID, let text):
            if text.utf8.count > filter.prefix?.utf8.count ?? 0 { filter.prefix = text }
        case .equals, .differs, .isOneOf, .startsWith, .either, .not: break
        }
    }

    /// Whether `filter` says all of it, so that counting needs to look at no row.
    package var isWholeFilter: Bool {
        switch self {
        case .equals(.status, .string(let text)): DeviceStatus(rawValue: text) != nil
        case .equals(.connectionState, .string(let text)): ConnectionState(rawValue: text) != nil
        case .equals, .differs, .isOneOf, .startsWith, .both, .either, .not: false
        }
    }
}
