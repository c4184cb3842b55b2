import HubModel
import HubStore
import StreamCore

// What goes on record of connections.
extension DeviceConnections {
    func record(
        _ operation: ActivityRecord.Operation,
        _ entry: Entry,
        _ now: Timestamp,
        _ description: String
    ) {
        var properties = ActivityRecord.Properties(
            device: entry.key.identity.device,
            module: entry.key.identity.module
        )
        properties.transport = entry.info.transport
        properties.callerAddress = entry.info.address
        activity.append(
            ActivityRecord(
                time: now,
                hub: entry.key.hub,
                category: .connections,
                operationName: operation,
                resultType: ActivityRecord.success,
                resultDescription: description,
                level: .information,
                durationMs: (now - entry.info.connectedAt).wholeMilliseconds,
                properties: properties
            ),
            hub: entry.hubID
        )
    }

    /// A device that was not let in.
    func record(
        refused login: DeviceLogin,
        _ hub: HubRow,
        _ identity: DeviceIdentity,
        _ error: HubError,
        _ now: Timestamp
    ) {
        var properties = ActivityRecord.Properties(device: identity.device, module: identity.module)
        properties.transport = login.transport
        properties.callerAddress = login.peerAddress
        properties.statusCode = error.code.httpStatus
        activity.append(
            refusal: ActivityRecord(
                time: now,
                hub: hub.name,
                category: .connections,
                operationName: .deviceConnect,
                resultType: error.code.rawValue,
                resultDescription: error.message,
                level: .warning,
                durationMs: 0,
                properties: properties
            ),
            hub: hub.id
        )
    }

    /// Why a connection ended, for records.
    static func words(_ reason: MQTTCloseReason?) -> String {
        switch reason {
        case nil: "the connection broke"
        case .disconnected: "the device disconnected"
        case .silent: "the device was silent for 1.5 × its keep-alive"
        case .credentialExpired: "the credential expired"
        case .takenOver: "the device connected again"
        case .revoked: "device or key are no longer valid"
        case .shuttingDown: "the server stopped"
        case .malformed, .unexpectedPacket, .exactlyOnceUnsupported: "the device broke the protocol"
        case .connectTimedOut, .authenticationTimedOut, .refused: "the login failed"
        }
    }
}
