import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport

/// A device on a wire that a test holds: what the hub sends is kept, what the device says the test says.
final class WiredDevice: Sendable {
    private struct State {
        var requests: [StreamRequestTopic] = []
        var ends: [MQTTCloseReason] = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    /// What comes of requests to it.
    let delivery: DeviceDelivery?

    /// `nil` keeps requests without a word of what came of them.
    init(delivery: DeviceDelivery? = .written) { self.delivery = delivery }

    var requests: [StreamRequestTopic] { state.withLock { $0.requests } }
    var ends: [MQTTCloseReason] { state.withLock { $0.ends } }

    var link: DeviceLink {
        DeviceLink(
            deliver: { topic, done in
                let waiter = self.state.withLock { state in
                    state.requests.append(topic)
                    defer { state.waiter = nil }
                    return state.waiter
                }
                if let delivery = self.delivery { done(delivery) }
                waiter?.resume()
            },
            publish: { _, done in done(.notListening) },
            end: { reason in self.state.withLock { $0.ends.append(reason) } }
        )
    }

    /// The next request, once it is here.
    func request() async -> StreamRequestTopic {
        await withCheckedContinuation { continuation in
            let isHere = state.withLock { state in
                if state.requests.isEmpty { state.waiter = continuation }
                return !state.requests.isEmpty
            }
            if isHere { continuation.resume() }
        }
        return state.withLock { $0.requests.removeFirst() }
    }
}

extension ControlFixture {
    /// The login of a device as SDKs send it, with a token that is good for an hour.
    func login(
        _ device: String,
        key: Secret? = nil,
        policy: PolicyName? = nil,
        resource: String? = nil,
        expires: Timestamp? = nil,
        serverName: String? = "hub.devicestream.localhost",
        userHost: String = "hub.devicestream.localhost",
        clientID: String? = nil,
        address: String = "192.0.2.7"
    ) async throws -> DeviceLogin {
        let key = if let key { key } else { try await primaryKey(device) }
        let signature = SharedAccessSignature.make(
            resource: resource ?? "hub.devicestream.localhost/devices/" + device,
            key: key,
            policy: policy,
            expires: expires ?? clock.now + .seconds(3600)
        )
        return DeviceLogin(
            userName: userHost + "/" + device + "/?api-version=2020-09-30",
            clientID: clientID ?? device,
            password: signature,
            serverName: serverName,
            peerAddress: address,
            transport: .mqtt
        )
    }

    func primaryKey(_ device: String) async throws -> Secret {
        try await control.devices.keys(owner, hub, DeviceID(device)).primaryKey
    }

    func make(_ device: String) async throws {
        _ = try await control.devices.create(owner, hub, DeviceCreation(deviceId: DeviceID(device)))
    }

    /// Makes a device and connects it.
    func connected(_ device: String, _ wire: WiredDevice) async throws -> DeviceConnection {
        try await make(device)
        return try await control.connections.connect(login(device), link: wire.link)
    }
}
