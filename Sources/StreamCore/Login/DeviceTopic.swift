package import HubModel

/// What a device publishes, by its topic, besides answers to stream requests.
///
/// A device may only speak for itself: a telemetry topic of another device is `.foreign`. What is `.unknown` has no
/// meaning here, and is acknowledged and dropped: closing would make SDKs reconnect and publish it again.
package enum DeviceTopic: Equatable, Sendable {
    /// Telemetry of this device or module; to be acknowledged and counted.
    case telemetry(Telemetry)
    /// Asks for its twin; answer with `TwinAnswer.document`.
    case twinRead(RequestID)
    /// Reports properties of its twin; answer with `TwinAnswer.reported`.
    case twinReport(RequestID)
    /// The result of a direct method, which nobody asked for here: tolerated.
    case methodResult(status: Int, RequestID)
    /// What the device says of the way to the endpoints; see `EndpointCheckTopic`.
    case checkResult(status: Int, RequestID)
    /// Something about streams: for the reader of stream topics.
    case stream
    /// A topic of another device or module.
    case foreign
    case unknown

    /// What is in a telemetry topic behind `messages/events`.
    package struct Telemetry: Equatable, Sendable {
        /// `key=value&…` as it was sent; empty where there is none.
        package let propertyBag: String

        package init(propertyBag: String) { self.propertyBag = propertyBag }

        /// The properties, undecoded; system properties begin with `$` (`%24` on the wire).
        ///
        /// `nil` when there are more than are read; the message is one all the same.
        package var properties: [QueryProperties.Property]? { QueryProperties(propertyBag)?.properties }
    }

    /// Reads the topic of a publish by this device or module.
    package init(_ topic: String, from identity: DeviceIdentity) {
        let levels = DeviceIdentity.levels(of: topic)
        switch levels.first {
        case "devices": self = Self.telemetry(levels, identity)
        case "$iothub": self = Self.request(levels.dropFirst())
        case .some, nil: self = .unknown
        }
    }

    /// `devices/<id>[/modules/<m>]/messages/events[/<properties>]`.
    private static func telemetry(_ levels: [String], _ identity: DeviceIdentity) -> DeviceTopic {
        let isModule = levels.count > 3 && levels[2] == "modules"
        let rest = levels.dropFirst(isModule ? 4 : 2)
        guard rest.starts(with: ["messages", "events"]) else { return .unknown }
        guard identity.owns(levels) else { return .foreign }
        let bag = rest.dropFirst(2).joined(separator: "/")
        // Some programs put a `?` in front of the properties, as in a query.
        let begins = bag.utf8.first == UInt8(ascii: "?")
        return .telemetry(Telemetry(propertyBag: begins ? String(Substring(bag.utf8.dropFirst())) : bag))
    }

    /// What stands behind `$iothub/`.
    private static func request(_ levels: ArraySlice<String>) -> DeviceTopic {
        if levels.first == "streams" { return .stream }
        guard let query = levels.last, let id = RequestID(inQuery: query) else { return .unknown }
        let path = Array(levels.dropLast())
        if path == ["twin", "GET"] { return .twinRead(id) }
        if path == ["twin", "PATCH", "properties", "reported"] { return .twinReport(id) }
        guard path.count == 3, path[1] == "res", let status = status(path[2]) else { return .unknown }
        switch path[0] {
        case "methods": return .methodResult(status: status, id)
        case "checks": return .checkResult(status: status, id)
        case _: return .unknown
        }
    }

    /// A status is what the application returns: any number of 32 bits, negative ones, too.
    private static func status(_ text: String) -> Int? { Int32(text).map { Int($0) } }
}
