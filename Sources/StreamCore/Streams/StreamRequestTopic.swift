package import HubModel

/// The topic in which a hub asks a device for a stream; the message has no payload and QoS 0.
///
/// `$iothub/streams/POST/<name>/?$rid=<id>&$url=<percent-encoded>&$auth=<token>`
///
/// The C# SDK wants exactly five levels and otherwise drops the connection; only `$url` is decoded by SDKs. The types
/// of the members leave no value that could add a level or a pair.
package struct StreamRequestTopic: Equatable, Sendable {
    package let name: StreamName
    package let stream: StreamID
    package let url: StreamURL
    package let token: StreamToken
    /// Ours: what the service asks the agent for.
    package let service: ServiceName?
    /// Ours: free text of at most 256 bytes of UTF-8, cut where it is longer.
    package let reason: String?
    /// Ours: whether the service carries half-closes.
    package let halfClose: Bool
    /// Ours: who asks, as records show it; cut as the reason is.
    package let caller: String?
    /// Ours: the trace of the request.
    package let trace: TraceContext?

    package init(
        name: StreamName,
        stream: StreamID,
        url: StreamURL,
        token: StreamToken,
        service: ServiceName? = nil,
        reason: String? = nil,
        halfClose: Bool = false,
        caller: String? = nil,
        trace: TraceContext? = nil
    ) {
        self.name = name
        self.stream = stream
        self.url = url
        self.token = token
        self.service = service
        self.reason = reason.map(StreamTopicProperties.bounded)
        self.halfClose = halfClose
        self.caller = caller.map(StreamTopicProperties.bounded)
        self.trace = trace
    }

    /// What a device subscribes to.
    package static let filter = "$iothub/streams/POST/#"

    private static let prefix = "$iothub/streams/POST/"

    /// The topic.
    package var text: String {
        Self.prefix + name.text + "/"
            + StreamTopicProperties.text([
                (.requestID, stream.text),
                (.url, url.text),
                (.token, token.text),
                (.service, service?.text),
                (.reason, reason),
                (.halfClose, halfClose ? StreamTopicProperties.yes : nil),
                (.caller, caller),
                (.trace, trace?.description),
            ])
    }

    /// Reads a request as the device SDKs do: the beginning in any case, pairs in any order, unknown keys passed over.
    package init(parsing topic: String) throws(StreamTopicError) {
        guard topic.utf8.count <= StreamTopicProperties.maximumTopicBytes else { throw .tooLong(topic.utf8.count) }
        guard topic.prefix(Self.prefix.count).lowercased() == Self.prefix.lowercased() else { throw .otherTopic }
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5 else { throw .wrongLevels(levels.count) }
        guard StreamName.accepts(String(levels[3])) else { throw .invalid("name") }
        let properties = try StreamTopicProperties(parsing: levels[4])
        let id = try properties.verbatim(.requestID)
        guard StreamID.accepts(id) else { throw .invalid(StreamTopicKey.requestID.rawValue) }
        _ = try properties.verbatim(.url)
        guard let url = properties.decoded(.url).flatMap(StreamURL.init) else {
            throw .invalid(StreamTopicKey.url.rawValue)
        }
        guard let token = StreamToken(try properties.verbatim(.token)) else {
            throw .invalid(StreamTopicKey.token.rawValue)
        }
        // Unlike an unknown key, a service that cannot be read must not be passed over: accepting would serve another.
        let service = properties.decoded(.service)
        guard service.map(ServiceName.accepts) ?? !properties.has(.service) else {
            throw .invalid(StreamTopicKey.service.rawValue)
        }
        self.init(
            name: StreamName(checked: String(levels[3])),
            stream: StreamID(checked: id),
            url: url,
            token: token,
            service: service.map(ServiceName.init(checked:)),
            reason: properties.reason,
            halfClose: properties.halfClose,
            caller: properties.decoded(.caller),
            // One that cannot be read is none, as in the header.
            trace: properties.decoded(.trace).flatMap(TraceContext.init)
        )
    }
}
