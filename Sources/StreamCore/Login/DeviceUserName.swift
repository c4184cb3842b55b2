package import HubModel

/// The MQTT user name of a device: `<host>/<deviceId>[/<moduleId>][/?api-version=…&DeviceClientType=…]`.
///
/// It says which hub and which device; the password or the client certificate has to prove it. Theory of operation:
///
/// 1. The text is bounded, then cut at its slashes. The first part is the host, the second the device, both verbatim:
///    no SDK encodes them, and `%` is a letter of device ids.
/// 2. The properties begin at the first later part with `?` in front and reach to the end, slashes and all, because
///    product information is free text. Documents of Azure up to 2018 leave the `?` out
///    (`host/device/api-version=2016-11-14`), and programs written after them are still about.
/// 3. What is left between is the module: nothing, or one part.
///
/// No api-version is required and any is taken; what hub and device there are is for the caller to find out.
package struct DeviceUserName: Equatable, Sendable {
    /// The longest user name.
    ///
    /// A host takes 259 bytes, the two ids 257; the rest is product information (hundreds of bytes in C#), a model id
    /// and an `auth-chain` of device ids.
    package static let maximumBytes = 4096

    /// The host in lower case, without a port.
    package let host: String
    /// The port, where the device's connection string had one.
    ///
    /// It names no hub and has no part in the check.
    package let port: Int?
    package let identity: DeviceIdentity
    /// `api-version` as it was sent.
    package let apiVersion: String?
    /// `DeviceClientType`: the SDK, its version and its platform, decoded.
    ///
    /// Free text from the peer: show it through `VisibleText`.
    package let clientType: String?
    /// `model-id`: the digital twin model that the device says it is, decoded; free text, too.
    package let modelID: String?
    /// The properties that have no field here, verbatim.
    package let others: [QueryProperties.Property]

    /// Reads a user name; throws `ArgumentInvalid` that says which part is wrong.
    package init(parsing text: String) throws(HubError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw Self.problem("The user name has \(text.utf8.count) bytes; \(Self.maximumBytes) are allowed.")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2 else {
            throw Self.problem(
                "The user name '\(VisibleText.show(text, limit: 140))' names no device: "
                    + "send <host>/<deviceId>/?api-version=…"
            )
        }
        guard let address = HostAndPort(parts[0]) else {
            throw Self.problem("'\(VisibleText.show(String(parts[0]), limit: 140))' in the user name is no host name.")
        }
        let device = try DeviceID(String(parts[1]), target: Self.target)
        let start = parts.indices.dropFirst(2).first { Self.beginsProperties(parts[$0]) } ?? parts.endIndex
        let modules = parts[2..<start]
        guard modules.count <= 1 else {
            throw Self.problem(
                "The user name '\(VisibleText.show(text, limit: 140))' has more parts than host, device and module."
            )
        }
        var module: ModuleID?
        if let name = modules.first { module = try ModuleID(String(name), target: Self.target) }
        guard let query = Self.properties(parts[start...]) else {
            throw Self.problem("The user name has more than \(QueryProperties.maximumCount) properties.")
        }
        host = address.host
        port = address.port
        identity = DeviceIdentity(device, module: module)
        apiVersion = query["api-version"]
        clientType = query["DeviceClientType"].map(Self.decoded)
        modelID = query["model-id"].map(Self.decoded)
        others = query.properties.filter { property in
            !Self.known.contains { $0.utf8.elementsEqual(property.name.utf8) }
        }
    }

    /// The hub that the user name means, under the names of this server.
    ///
    /// `nil` when the host is not a main endpoint of this server. The hub still has to exist, and be that of SNI.
    package func hub(under naming: HostNaming) -> HubName? {
        switch naming.owner(of: host) {
        case .main(let hub): hub
        case .management, .streaming, nil: nil
        }
    }

    private static let target = "userName"
    private static let known = ["api-version", "DeviceClientType", "model-id"]

    private static func problem(_ message: String) -> HubError {
        HubError(.argumentInvalid, message, target: target)
    }

    private static func beginsProperties(_ part: Substring) -> Bool {
        part.utf8.first == UInt8(ascii: "?") || part.utf8.starts(with: "api-version=".utf8)
    }

    private static func properties(_ parts: ArraySlice<Substring>) -> QueryProperties? {
        let text = parts.joined(separator: "/")
        return QueryProperties(text.utf8.first == UInt8(ascii: "?") ? Substring(text.utf8.dropFirst()) : text[...])
    }

    /// Decoded once; as it is where an escape is broken, because nothing hangs on it.
    private static func decoded(_ value: String) -> String { PercentCoding.decode(value) ?? value }
}
