package import HubModel

/// The path of one side of a stream on a gateway: `/bridges/<hub>/<stream id>/r/<side>`.
///
/// All of it is in the path, none in a query, because the C sample drops queries.
package struct BridgePath: Hashable, Sendable {
    package let hub: HubName
    package let stream: StreamID
    package let side: StreamSide

    package init(hub: HubName, stream: StreamID, side: StreamSide) {
        self.hub = hub
        self.stream = stream
        self.side = side
    }

    /// What every path of a stream begins with.
    package static let prefix = "/bridges/"

    package var text: String { Self.prefix + hub.key + "/" + stream.text + "/r/" + side.rawValue }

    /// Reads the path of a request; `nil` when it is anything else, also with an escape, a query or a slash too many.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.count == 4, HubName.accepts(parts[0]), StreamID.accepts(parts[1]), parts[2] == "r",
            let side = StreamSide(rawValue: parts[3])
        else { return nil }
        self.init(hub: HubName(checked: parts[0]), stream: StreamID(checked: parts[1]), side: side)
    }
}
