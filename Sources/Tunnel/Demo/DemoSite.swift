import CLI
import DeviceSDK
import HubModel
import JMESPath
import ServiceSDK
import StreamClient

/// What stands in the demo's server: a hub, a device in it, and who may open streams.
struct DemoSite {
    static let hub = HubName(checked: "hub")
    static let device = DeviceID(checked: "demo-device")

    let client: DeviceClient
    let opener: StreamOpener

    /// Reads the server's context, and makes the device.
    init(_ server: DemoServer) async throws {
        let bytes = try Descriptor(reading: server.state + "/context.json").readAll(limit: 1 << 16)
        let context = JSONValue.read(bytes)
        guard let url = context?["server"]?.stringValue, let token = context?["token"]?.stringValue,
            let authority = context?["caCertificate"]?.stringValue
        else { throw HubError(.localFailure, "The server's context.json cannot be used.") }
        // Loopback: no proxy is on the way.
        let settings = ConnectionSettings(trust: .file(authority))
        let service = try ServiceClient(server: url, hub: Self.hub, token: Secret(text: token), settings: settings)
        _ = try await service.management.createDevice(Self.hub, DeviceCreation(deviceId: Self.device))
        let string = try await service.management.deviceConnectionString(Self.hub, Self.device)
        client = try DeviceClient(connectionString: string, settings: settings)
        opener = StreamOpener(StreamWish(device: Self.device, hub: Self.hub.text), service, hub: Self.hub)
    }
}
