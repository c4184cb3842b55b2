/// Whether a device reaches an endpoint.
public enum CoverageResult: String, Codable, CaseIterable, Sendable {
    case ok
    case failed
    /// The device reported, and left this endpoint out.
    case notTested = "not tested"
    /// The device has not reported on this endpoint: nobody asked it, or it is no agent of ours.
    case notReported = "not reported"

    package init(_ result: CheckResult) {
        self =
            switch result {
            case .ok: .ok
            case .failed: .failed
            case .notTested, .notNeeded: .notTested
            }
    }
}

/// A device and an endpoint of the allowlist: whether the one reaches the other, as the device last reported.
public struct CoverageRow: Codable, Equatable, Sendable {
    /// The device.
    public var deviceId: DeviceID
    /// Whether it is connected now.
    public var connectionState: ConnectionState
    /// The allowlist record.
    public var id: Int
    /// Which endpoints the record is about.
    public var serviceArea: AllowlistRecord.ServiceArea
    /// The endpoint's host.
    public var host: String
    /// Its port.
    public var port: Int
    /// Whether devices and services cannot do without it.
    public var required: Bool
    /// Where the record is in its life.
    public var state: EndpointState
    /// What the steps come to.
    public var result: CoverageResult
    /// The steps of the way; absent where the device has not reported.
    public var checks: EndpointSteps?
    /// Who signed the certificate that the device was shown.
    public var issuer: String?
    /// `true` where the device was shown somebody else's certificate for sure.
    public var intercepted: Bool?
    /// By how much the endpoint's clock is ahead of the device's.
    public var clockSkewSeconds: Int?
    /// What failed, in the words of the device.
    public var detail: String?
    /// When the report came, by the clock of the hub.
    public var reportedAt: Timestamp?
    /// The version of the list that the device was asked about.
    public var version: AllowlistVersion?

    /// An endpoint that the device has not reported on.
    package init(
        deviceId: DeviceID,
        connectionState: ConnectionState,
        record: AllowlistRecord,
        host: String,
        port: Int
    ) {
        self.deviceId = deviceId
        self.connectionState = connectionState
        id = record.id
        serviceArea = record.serviceArea
        self.host = host
        self.port = port
        required = record.required
        state = record.state
        result = .notReported
    }

    /// The same with what the device reported on it.
    package mutating func report(_ check: EndpointCheck, at time: Timestamp, version: AllowlistVersion) {
        result = CoverageResult(check.checks.result)
        checks = check.checks
        issuer = check.issuer
        intercepted = check.intercepted
        clockSkewSeconds = check.clockSkewSeconds
        detail = check.detail
        reportedAt = time
        self.version = version
    }
}

/// Which devices are to report on the endpoints now.
public struct CoverageRequest: Codable, Equatable, Sendable {
    /// Each tests up to 100 endpoints meanwhile; who has more devices asks again.
    public static let maximumDevices = 32
    /// How long a device may take: it begins no test after half of it, and a test ends by itself.
    package static let maximumTime = Duration.seconds(60)

    /// The devices.
    public var deviceIds: [DeviceID]

    /// All members, in order.
    public init(deviceIds: [DeviceID]) { self.deviceIds = deviceIds }

    enum CodingKeys: String, CodingKey, CaseIterable { case deviceIds }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        deviceIds = try decoder.container(keyedBy: CodingKeys.self).decode([DeviceID].self, forKey: .deviceIds)
        guard (1...Self.maximumDevices).contains(deviceIds.count) else {
            throw BodyError.invalidValue(
                path: "deviceIds",
                problem: "it names 1 to \(Self.maximumDevices) devices"
            )
        }
    }
}

/// Whether a device that was asked has reported.
public struct CoverageAnswer: Codable, Equatable, Sendable {
    /// The device.
    public var deviceId: DeviceID
    /// When its report came.
    public var reportedAt: Timestamp?
    /// The catalogue's code where it did not report.
    public var code: String?
    /// Why not, in words.
    public var message: String?

    /// All members, in order.
    public init(deviceId: DeviceID, reportedAt: Timestamp? = nil, code: String? = nil, message: String? = nil) {
        self.deviceId = deviceId
        self.reportedAt = reportedAt
        self.code = code
        self.message = message
    }
}

/// The answer to a `CoverageRequest`, in the order of its devices.
public struct CoverageAnswers: Codable, Equatable, Sendable {
    /// The elements.
    public var value: [CoverageAnswer]

    /// All members, in order.
    public init(value: [CoverageAnswer]) { self.value = value }
}
