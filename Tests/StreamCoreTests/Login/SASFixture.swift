import HubModel
import StreamCore

/// One hub, its names, and keys that are written down, so that vectors can be computed elsewhere.
enum SASFixture {
    /// The bytes 0 to 63.
    static let primary = Secret(bytes: UInt8(0)..<64)
    /// The bytes 100 to 163.
    static let secondary = Secret(bytes: UInt8(100)..<164)
    static let keys = KeyPair(primaryKey: primary, secondaryKey: secondary)
    static let otherKeys = KeyPair(
        primaryKey: Secret(bytes: UInt8(1)..<65),
        secondaryKey: Secret(bytes: UInt8(2)..<66)
    )
    static let hub = HubName(checked: "hub")
    /// The `se` of every vector.
    static let expiry = Timestamp(seconds: 1_800_000_000)
    static let now = Timestamp(seconds: 1_799_999_000)
    static let policy = PolicyName(checked: "service")

    static func naming(port: Int = 443) throws -> HostNaming {
        try HostNaming(domain: "streams.test", publicPort: port)
    }

    static func identity(_ device: String, _ module: String? = nil) throws -> DeviceIdentity {
        try DeviceIdentity(DeviceID(device), module: module.map { try ModuleID($0) })
    }

    static func device(_ device: String, _ module: String? = nil, port: Int = 443) throws -> SASScope {
        try .device(identity(device, module), of: hub, naming: naming(port: port))
    }

    static func twin(_ device: String, _ module: String? = nil) throws -> SASScope {
        try .service(.twin(identity(device, module)), [.serviceConnect], of: hub, naming: naming())
    }

    static func signedByPolicy(_ rights: [AccessRight], keys: KeyPair = keys) -> SASSigner {
        .policy(policy, rights: rights, keys)
    }

    /// A token whose `sr` stands there exactly as it is given.
    static func token(
        sr: String,
        key: Secret = primary,
        policy: PolicyName? = nil,
        expires: Timestamp = expiry
    ) throws -> SharedAccessToken {
        let signature = SASSigning.signature(of: sr, expires: expires, key: key)
        var text = "SharedAccessSignature sr=\(sr)&sig=\(PercentCoding.encode(signature))&se=\(expires.seconds)"
        if let policy { text += "&skn=\(policy.text)" }
        return try SharedAccessToken(parsing: text)
    }
}

extension SASVerdict {
    var isAccepted: Bool {
        switch self {
        case .accepted: true
        case .refused: false
        }
    }
}
