package import HubModel

/// What a stream token grants: one side of one stream, once, on one run of one gateway, until the handshake ends.
package struct StreamClaims: Hashable, Sendable {
    package let hub: HubName
    package let device: DeviceID
    package let stream: StreamID
    package let side: StreamSide
    package let gateway: GatewayInstance
    /// A whole second (`exp`, RFC 7519 §4.1.4): the token is good before it, not at it.
    package let expires: Timestamp
    package let id: StreamTokenID
    /// The id of the request, which the gateway gives both sides with the reason of an end.
    package let trackingID: String?

    /// Rounds the expiry up to a whole second, so that rounding never shortens a handshake.
    package init(
        hub: HubName,
        device: DeviceID,
        stream: StreamID,
        side: StreamSide,
        gateway: GatewayInstance,
        expires: Timestamp,
        id: StreamTokenID,
        trackingID: String? = nil
    ) {
        self.hub = hub
        self.device = device
        self.stream = stream
        self.side = side
        self.gateway = gateway
        self.expires = expires.milliseconds > expires.seconds * 1000 ? Timestamp(seconds: expires.seconds + 1) : expires
        self.id = id
        self.trackingID = trackingID.flatMap { Self.isTrackingID($0) ? $0 : nil }
    }

    /// Letters, digits and hyphens, as the ids of requests are.
    private static func isTrackingID(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    }

    /// The stream among those of all hubs.
    package var key: StreamKey { StreamKey(hub: hub, stream: stream) }
}

extension StreamClaims {
    /// The claims as JSON in one fixed form: these members in this order, without white space.
    ///
    /// No value needs escaping: neither `"` nor `\` is in the alphabet of any of these ids.
    var payload: String {
        var text = #"{"hub":""# + hub.key + #"","dev":""# + device.text + #"","sid":""# + stream.text
        text += #"","side":""# + side.rawValue + #"","gw":""# + gateway.id.text
        text += #"","gws":"# + String(gateway.started.milliseconds) + #","exp":"# + String(expires.seconds)
        text += #","jti":""# + id.text
        if let trackingID { text += #"","trk":""# + trackingID }
        return text + #""}"#
    }

    /// Reads exactly the form that `payload` writes; `nil` when it is anything else.
    init?(payload bytes: [UInt8]) {
        var reader = ClaimsReader(bytes)
        guard let hub = reader.text(after: #"{"hub":""#), HubName.accepts(hub),
            let device = reader.text(after: #","dev":""#), DeviceID.accepts(device),
            let stream = reader.text(after: #","sid":""#), StreamID.accepts(stream),
            let side = reader.text(after: #","side":""#).flatMap(StreamSide.init(rawValue:)),
            let gateway = reader.text(after: #","gw":""#), GatewayID.accepts(gateway),
            let started = reader.number(after: #","gws":"#), let expires = reader.number(after: #","exp":"#),
            let id = reader.text(after: #","jti":""#).flatMap(StreamTokenID.init(text:))
        else { return nil }
        let trackingID = reader.text(after: #","trk":""#)
        guard reader.endsWith("}"), trackingID.map(Self.isTrackingID) ?? true else { return nil }
        self.init(
            hub: HubName(checked: hub),
            device: DeviceID(checked: device),
            stream: StreamID(checked: stream),
            side: side,
            gateway: GatewayInstance(
                id: GatewayID(checked: gateway),
                started: Timestamp(milliseconds: started)
            ),
            expires: Timestamp(seconds: expires),
            id: id,
            trackingID: trackingID
        )
    }
}

/// Reads the fixed form from front to back.
private struct ClaimsReader {
    /// Milliseconds since 1970 until the year 33658; a thousand times it still fits 64 bits.
    private static let maximumDigits = 15

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The text up to the next `"`, which is taken too.
    mutating func text(after literal: StaticString) -> String? {
        guard take(literal), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(validating: rest[..<end], as: UTF8.self)
    }

    /// A whole number without a sign or a leading zero.
    mutating func number(after literal: StaticString) -> Int64? {
        guard take(literal) else { return nil }
        let digits = rest.prefix(while: \.isDigit)
        guard (1...Self.maximumDigits).contains(digits.count),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    mutating func endsWith(_ literal: StaticString) -> Bool { take(literal) && rest.isEmpty }

    private mutating func take(_ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { expected in
            guard rest.starts(with: expected) else { return false }
            rest = rest.dropFirst(expected.count)
            return true
        }
    }
}
