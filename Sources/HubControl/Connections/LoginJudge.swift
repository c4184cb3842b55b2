import Crypto
import HubModel
import HubStore
import Logging
import StreamCore
import Synchronization

/// Decides whether a device connection is who it says it is.
///
/// The hub of the user name must be the hub that TLS was asked for, and a certificate is judged by that hub alone. What
/// is told of a refusal is the same for a device that does not exist and for one whose key is another.
struct LoginJudge: Sendable {
    struct Admission: Sendable {
        let hub: HubName
        let hubID: Int64
        let identity: DeviceIdentity
        let credential: DeviceCredential
        let endsAt: Timestamp?
    }

    let store: HubStore
    let index: HubIndex
    let naming: HostNaming
    let certificates: CertificateDirectory
    let world: World
    let logger: Logger
    let failures: LoginFailures

    func admit(_ login: DeviceLogin) async throws(HubError) -> Admission {
        guard let text = login.userName else { throw Self.refusal("The login has no user name.") }
        let name = try DeviceUserName(parsing: text)
        guard let hub = name.hub(under: naming), let snapshot = index[hub] else {
            throw Self.refusal("'\(VisibleText.show(name.host, limit: 140))' is no hub of this server.")
        }
        guard name.identity.hasClientID(login.clientID) else {
            throw HubError(
                .argumentInvalid,
                "The client id must be '\(name.identity.clientID)', the device that the user name names.",
                target: "clientId"
            )
        }
        do {
            try checkHost(login, hub)
            return try await admit(login, snapshot.hub.id, hub, name.identity)
        } catch {
            throw counted(error, login, hub, name.identity)
        }
    }

    /// The hub and the identity that a login names, whoever sent it; `nil` where it names no hub of this server.
    func subject(of login: DeviceLogin) -> (HubRow, DeviceIdentity)? {
        // What is no user name at all names nobody.
        guard let name = login.userName.flatMap({ try? DeviceUserName(parsing: $0) }),
            let hub = name.hub(under: naming), let snapshot = index[hub]
        else { return nil }
        return (snapshot.hub, name.identity)
    }

    /// The host that TLS was asked for is the hub of the user name, or says nothing of a hub.
    private func checkHost(_ login: DeviceLogin, _ hub: HubName) throws(HubError) {
        guard let server = login.serverName else { return }
        switch naming.owner(of: server) {
        case .main(let asked):
            guard asked == hub else {
                throw Self.refusal("The connection is to the hub '\(asked)', the user name is for '\(hub)'.")
            }
        case .management: return
        case .streaming, nil:
            throw Self.refusal("'\(VisibleText.show(server, limit: 140))' is not a host for devices.")
        }
    }

    private func admit(
        _ login: DeviceLogin,
        _ hubID: Int64,
        _ hub: HubName,
        _ identity: DeviceIdentity
    ) async throws(HubError) -> Admission {
        let (device, module) = try await store.read { (reading) throws(HubError) in
            let module = try identity.module.flatMap { module throws(HubError) in
                try reading.module(hub: hubID, identity.device, module)
            }
            return (try reading.device(hub: hubID, identity.device), module)
        }
        guard let device else { throw Self.refusal("There is no such device, or its key is another.") }
        let (credential, endsAt) =
            if let password = login.password {
                try await judge(password, of: device, module, hubID, hub, identity)
            } else {
                try await judge(login, of: device, module, hubID, hub)
            }
        // Said only to who has proved to be the device.
        guard device.status == .enabled else {
            throw HubError(.deviceDisabled, "The device '\(identity.device)' is disabled.", target: "deviceId")
        }
        return Admission(hub: hub, hubID: hubID, identity: identity, credential: credential, endsAt: endsAt)
    }

    private func judge(
        _ password: Secret,
        of device: DeviceRow,
        _ module: ModuleRow?,
        _ hubID: Int64,
        _ hub: HubName,
        _ identity: DeviceIdentity
    ) async throws(HubError) -> (DeviceCredential, Timestamp?) {
        let token: SharedAccessToken
        do throws(SASFormatProblem) {
            token = try SharedAccessToken(parsing: password.text)
        } catch {
            throw error.hubError
        }
        let policy = token.policy
        let signer = try await store.read { (reading) throws(HubError) -> SASSigner? in
            guard let policy else {
                // A module that is registered has credentials of its own, and its device's are none of them.
                guard (module?.authentication ?? device.authentication).type == .sas else { return nil }
                let keys =
                    if let module {
                        try reading.moduleKeys(hub: hubID, device.deviceID, module.moduleID)
                    } else {
                        try reading.deviceKeys(hub: hubID, device.deviceID)
                    }
                return keys.map { .identity($0) }
            }
            guard let row = try reading.policy(hub: hubID, policy),
                let keys = try reading.policyKeys(hub: hubID, policy)
            else { return nil }
            return .policy(policy, rights: row.rights, keys)
        }
        guard let signer else { throw Self.refusal("There is no such device, or its key is another.") }
        let scope = SASScope.device(identity, of: hub, naming: naming)
        switch token.check(for: scope, signedBy: signer, now: world.now) {
        case .refused(let reason): throw reason.hubError
        case .accepted(let grant):
            let own: DeviceCredential = module == nil ? .deviceKey(grant.slot) : .moduleKey(grant.slot)
            return (policy.map { .policyKey($0, grant.slot) } ?? own, grant.endsAt)
        }
    }

    private func judge(
        _ login: DeviceLogin,
        of device: DeviceRow,
        _ module: ModuleRow?,
        _ hubID: Int64,
        _ hub: HubName
    ) async throws(HubError) -> (DeviceCredential, Timestamp?) {
        guard let leaf = login.certificates.first else {
            throw Self.refusal("The login has neither a SAS token nor a client certificate.")
        }
        guard login.serverName.flatMap(naming.owner(of:)) == .main(hub) else {
            throw Self.refusal("A client certificate counts only where TLS was asked for the hub by its name.")
        }
        let authentication = module?.authentication ?? device.authentication
        switch authentication.type {
        case .sas, .noCredential: break
        case .selfSigned:
            // Of a certificate that somebody registered by its thumbprint, nothing else counts.
            let prints = [
                Base16.encode(SHA256.hash(data: leaf), uppercase: true),
                Base16.encode(Insecure.SHA1.hash(data: leaf), uppercase: true),
            ]
            let known = [
                authentication.x509Thumbprint?.primaryThumbprint,
                authentication.x509Thumbprint?.secondaryThumbprint,
            ]
            if let match = prints.first(where: { known.contains($0) }) { return (.thumbprint(match), nil) }
        case .certificateAuthority:
            let name = try await certificates.authority(
                issuing: login.certificates,
                for: device.deviceID,
                hub: hubID
            )
            if let name { return (.authority(name), ClientCertificate(der: leaf)?.validUntil) }
        }
        throw Self.refusal("The client certificate is not one of this device.")
    }

    /// Counts a failed login; too many of one identity from one address are told to wait.
    private func counted(
        _ error: HubError,
        _ login: DeviceLogin,
        _ hub: HubName,
        _ identity: DeviceIdentity
    ) -> HubError {
        guard error.code == .unauthorizedAccess else { return error }
        logger.info(
            "device refused",
            metadata: [
                "hub.id": "\(hub)", "device.id": "\(identity)", "error.code": "\(error.code.rawValue)",
                "reason": "\(error.message)",
            ]
        )
        guard
            let wait = failures.failed(
                identity: Array((hub.key + "/" + identity.clientID).utf8),
                address: login.peerAddress,
                now: world.now
            )
        else { return error }
        return HubError(.throttling, "The device was refused too often from this address.", retryAfter: wait)
    }

    private static func refusal(_ message: String) -> HubError { HubError(.unauthorizedAccess, message) }
}

/// Failed logins, shared by all who judge.
final class LoginFailures: Sendable {
    private let counts = Mutex(AttemptCounter.failedLogins)

    func failed(identity: [UInt8], address: String, now: Timestamp) -> Duration? {
        counts.withLock { $0.counted(identity: identity, address: address, now: now) }
    }
}
