/// Which devices of a hub a list holds; what is `nil` is not asked.
public struct DeviceFilter: Equatable, Sendable {
    /// A tag that a device must have.
    public struct Tag: Equatable, Sendable {
        /// The name.
        public var name: String
        /// Any value where `nil`.
        public var value: String?

        /// All members, in order.
        public init(name: String, value: String? = nil) {
            self.name = name
            self.value = value
        }

        /// `name` or `name=value`.
        package var text: String { value.map { name + "=" + $0 } ?? name }

        /// Reads `name` or `name=value`.
        public init(_ text: String) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            name = String(parts[0])
            value = parts.count == 2 ? String(parts[1]) : nil
        }
    }

    /// Whether it may connect.
    public var status: DeviceStatus?
    /// Whether it is connected now.
    public var connectionState: ConnectionState?
    /// A tag that it has.
    public var tag: Tag?
    /// What the ids begin with, in their own case.
    public var prefix: String?

    /// All members, in order.
    public init(
        status: DeviceStatus? = nil,
        connectionState: ConnectionState? = nil,
        tag: Tag? = nil,
        prefix: String? = nil
    ) {
        self.status = status
        self.connectionState = connectionState
        self.tag = tag
        self.prefix = prefix
    }

    /// What ids may begin with; throws `ArgumentInvalid` for text with which none does.
    package static func checkedPrefix(_ text: String) throws(HubError) -> String {
        // A dot or two are no id, but many begin with them.
        guard text == "." || text == ".." || DeviceID.accepts(text) else {
            throw HubError(
                .argumentInvalid,
                "No \(DeviceID.noun) begins with '\(VisibleText.show(text, limit: 140))': \(DeviceID.rule).",
                target: "prefix"
            )
        }
        return text
    }
}
