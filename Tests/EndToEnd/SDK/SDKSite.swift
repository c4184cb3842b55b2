import DeviceSDK
import Foundation
import ServiceSDK

/// A server with a device in its registry, and what the SDKs need to reach it.
struct SDKSite {
    static let hub = HubName(checked: "hub")
    static let press = DeviceID(checked: "press-07")

    let server: TestServer
    let settings: ConnectionSettings
    let owner: ServiceClient
    let deviceString: String
    let serviceString: String

    init(_ server: TestServer, settings: ConnectionSettings? = nil) async throws {
        self.server = server
        let direct = ConnectionSettings(trust: .file(server.caFile))
        self.settings = settings ?? direct
        owner = try ServiceClient(
            server: server.origin,
            hub: Self.hub,
            token: Secret(text: try server.ownerToken()),
            settings: direct
        )
        if server.log.contains("press-07") == false {
            _ = try? await owner.management.createDevice(Self.hub, DeviceCreation(deviceId: Self.press))
        }
        deviceString = try await owner.management.deviceConnectionString(Self.hub, Self.press)
        serviceString = try await owner.management.policyConnectionString(Self.hub, PolicyName("service"))
    }

    func device(transport: DeviceTransport = .mqttWebSocket, mqttPort: Int = 8883) throws -> DeviceClient {
        try DeviceClient(
            connectionString: deviceString,
            transport: transport,
            mqttPort: mqttPort,
            settings: settings
        )
    }

    func service() throws -> ServiceClient {
        try ServiceClient(connectionString: serviceString, settings: settings)
    }

    /// Runs a device that does the same with every request, for the time of the closure.
    func serving<Result>(
        _ device: DeviceClient,
        _ answer: @escaping @Sendable (StreamRequest) async throws -> Void,
        _ body: () async throws -> Result
    ) async throws -> Result {
        async let serving: Void = withThrowingDiscardingTaskGroup { group in
            for try await request in device.streamRequests {
                group.addTask { try await answer(request) }
            }
        }
        do {
            try await device.connect()
            let result = try await body()
            await device.close()
            try await serving
            return result
        } catch {
            await device.close()
            throw error
        }
    }
}

extension ByteStream {
    /// Everything up to the end.
    func rest() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in self { bytes += Array(chunk.readableBytesView) }
        return bytes
    }

    /// Sends back whatever comes, until the other side has finished.
    func echo() async throws {
        for try await chunk in self { try await write(chunk) }
        if end == nil { try finish() }
    }
}

/// Bytes that repeat nowhere soon.
func pattern(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var bytes = [UInt8](repeating: 0, count: count)
    for index in bytes.indices {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        bytes[index] = UInt8(truncatingIfNeeded: state)
    }
    return bytes
}
