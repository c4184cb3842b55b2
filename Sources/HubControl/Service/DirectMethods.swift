package import HubModel
import HubStore
import StreamCore

/// Direct methods: asked by services, answered by devices.
package struct DirectMethods: Sendable {
    let access: ServiceAccess
    let connections: DeviceConnections
    let calls: DeviceCalls
    private var hubs: HubDirectory { access.hubs }
    private var world: World { access.hubs.world }

    /// Calls a method, and returns when the device has answered.
    ///
    /// Throws `DeviceNotOnline` where the device is not connected or takes no methods for as long as the call says, and
    /// `GatewayTimeout` where it does not answer. A task that is cancelled gives the call up.
    package func invoke(
        _ signature: ServiceSignature,
        _ identity: DeviceIdentity,
        _ call: @autoclosure () throws(HubError) -> MethodCall
    ) async throws(HubError) -> MethodAnswer {
        let caller = try await access.authenticate(signature, .twin(identity), .serviceConnect)
        let call = try call()
        let payload = try RestJSON.encode(call.payload ?? .null)
        guard payload.count <= MethodCall.maximumPayloadBytes else {
            throw HubError(
                .messageTooLarge,
                "The payload has \(payload.count) bytes; \(MethodCall.maximumPayloadBytes) are allowed.",
                target: "payload"
            )
        }
        let hub = caller.hub
        if connections.current(hub, identity) == nil { try await requireDevice(caller, identity) }
        let until = world.now + .seconds(call.connectTimeoutInSeconds)
        let question = DeviceCalls.Call(
            noun: "direct methods",
            notListening: .deviceNotOnline,
            timeout: .seconds(call.responseTimeoutInSeconds),
            maximumAnswerBytes: MethodCall.maximumPayloadBytes,
            message: { .method(call.methodName, $0, payload: payload) }
        )
        while true {
            // Taken before the try: what the device does meanwhile is not missed.
            let seen = connections.sign(of: hub, identity)
            switch await calls.ask(hub, identity, question) {
            case .success(let answer):
                return MethodAnswer(status: answer.status, payload: Self.content(answer.payload))
            case .failure(let error):
                guard error.code == .deviceNotOnline, world.now < until else { throw error }
                guard await connections.waitForSign(of: hub, identity, since: seen, for: until - world.now) else {
                    throw error
                }
            }
        }
    }

    /// Throws unless the device is there and enabled.
    private func requireDevice(_ caller: ServiceCaller, _ identity: DeviceIdentity) async throws(HubError) {
        let (hub, id) = (caller.hub, caller.hubID)
        let device = try await hubs.store.read { (reading) throws(HubError) in
            try reading.device(hub: id, identity.device)
        }
        guard let device else { throw .noDevice(identity.device, hub) }
        guard device.status == .enabled else { throw .disabled(device) }
    }

    /// A payload that is no JSON is handed on as a text.
    private static func content(_ payload: [UInt8]) -> JSONContent {
        guard !payload.isEmpty else { return .null }
        do throws(HubError) {
            return try RestJSON.decode(JSONContent.self, from: payload)
        } catch {
            return .string(String(decoding: payload, as: UTF8.self))
        }
    }
}
