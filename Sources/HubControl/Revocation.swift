import HubModel
import HubStore

/// Something that opened doors and no longer does: whoever came through it is sent away.
enum Revocation: Equatable, Sendable {
    case hub(HubName)
    /// The device was deleted or disabled; the code tells which.
    case device(HubName, DeviceID, ErrorCode)
    /// Keys, thumbprints or the kind of its authentication were changed.
    case deviceCredentials(HubName, DeviceID)
    case deviceKey(HubName, DeviceID, KeySlot)
    /// A module was registered, deleted, or its credentials were changed.
    case module(HubName, DeviceID, ModuleID)
    case policyKey(HubName, PolicyName, KeySlot)
    /// A registered CA was removed.
    case authority(HubName, CertificateName)
    case token(TokenID)

    /// What a change of a device took away; `nil` where nobody has to go.
    init?(_ hub: HubName, _ before: DeviceRow, _ after: DeviceRow, changesCredentials: Bool) {
        if before.status == .enabled, after.status == .disabled {
            self = .device(hub, after.deviceID, .deviceDisabled)
        } else if changesCredentials {
            self = .deviceCredentials(hub, after.deviceID)
        } else {
            return nil
        }
    }

    /// Why streams and connections of it end.
    var code: ErrorCode {
        switch self {
        case .hub: .hubNotFound
        case .device(_, _, let code): code
        case .deviceCredentials, .deviceKey, .module, .policyKey, .authority, .token: .unauthorizedAccess
        }
    }

    /// Whether it takes away what let a device connection in.
    func ends(_ hub: HubName, _ identity: DeviceIdentity, _ credential: DeviceCredential) -> Bool {
        let device = identity.device
        return switch self {
        case .hub(let name): name == hub
        case .device(let name, let id, _), .deviceCredentials(let name, let id): name == hub && id == device
        case .deviceKey(let name, let id, let slot):
            name == hub && id == device && credential == .deviceKey(slot)
        case .module(let name, let id, let module):
            name == hub && identity == DeviceIdentity(id, module: module)
        case .policyKey(let name, let policy, let slot): name == hub && credential == .policyKey(policy, slot)
        case .authority(let name, let authority): name == hub && credential == .authority(authority)
        case .token: false
        }
    }

    /// Whether it takes away what opened a stream.
    func ends(_ hub: HubName, openedBy caller: StreamCaller) -> Bool {
        switch (self, caller) {
        case (.policyKey(let name, let policy, let slot), .policy(let opener, let used)):
            name == hub && policy == opener && slot == used
        case (.token(let id), .token(let opener, _)): id == opener
        case (.hub, _), (.device, _), (.deviceCredentials, _), (.deviceKey, _), (.module, _), (.policyKey, _),
            (.authority, _),
            (.token, _):
            false
        }
    }
}
