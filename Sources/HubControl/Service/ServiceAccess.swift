package import HubModel
import HubStore
import StreamCore

/// How a service signs a request of IoT Hub's own API, or what it bears, as it came.
package struct ServiceSignature: Sendable {
    /// The value of `Authorization`; `nil` where there was none.
    package let text: String?
    package let hub: HubName
    /// The address that the request came from.
    package let address: String

    package init(_ text: String?, hub: HubName, address: String) {
        self.text = text
        self.hub = hub
        self.address = address
    }
}

/// A policy of a hub that signed a request, or a client that bears an access token.
struct ServiceCaller: Sendable {
    let snapshot: HubSnapshot
    let identity: StreamCaller

    var hub: HubName { snapshot.hub.name }
    var hubID: Int64 { snapshot.hub.id }
}

/// Judges those who sign with a policy of a hub, and clients with an access token for the hubs.
struct ServiceAccess: Sendable {
    let hubs: HubDirectory
    let failures: LoginFailures
    let clients: ClientDirectory

    /// The caller, where the signature is right, covers the resource, and its policy has one of the rights.
    ///
    /// Throws `IotHubUnauthorizedAccess` otherwise, and `ThrottlingException` when that happens again and again.
    func authenticate(
        _ signature: ServiceSignature,
        _ resource: ServiceResource,
        _ rights: AccessRight...
    ) async throws(HubError) -> ServiceCaller {
        guard let snapshot = hubs.index[signature.hub] else { throw .noHub(signature.hub) }
        guard let text = signature.text else {
            throw HubError(
                .unauthorizedAccess,
                "The request carries no SAS token.",
                target: "Authorization",
                hint: "Sign with a policy that has the right \(rights.map(\.rawValue).joined(separator: " or "))."
            )
        }
        if let bearer = Self.bearer(text) { return try await client(bearer, snapshot, rights) }
        let token: SharedAccessToken
        do throws(SASFormatProblem) {
            token = try SharedAccessToken(parsing: text)
        } catch {
            throw refused(error.hubError, snapshot, nil, signature.address)
        }
        do throws(HubError) {
            return try await check(token, snapshot, resource, rights)
        } catch {
            throw refused(error, snapshot, token.policy, signature.address)
        }
    }

    private func check(
        _ token: SharedAccessToken,
        _ snapshot: HubSnapshot,
        _ resource: ServiceResource,
        _ rights: [AccessRight]
    ) async throws(HubError) -> ServiceCaller {
        guard let policy = token.policy else {
            throw HubError(
                .unauthorizedAccess,
                "The SAS token names no policy in 'skn'; a device's own key opens nothing here.",
                target: "Authorization"
            )
        }
        let id = snapshot.hub.id
        let signer = try await hubs.store.read { (reading) throws(HubError) -> SASSigner? in
            guard let row = try reading.policy(hub: id, policy), let keys = try reading.policyKeys(hub: id, policy)
            else { return nil }
            return .policy(policy, rights: row.rights, keys)
        }
        guard let signer else { throw SASRefusal.wrongSignature.hubError }
        let scope = SASScope.service(resource, rights, of: snapshot.hub.name, naming: hubs.naming)
        switch token.check(for: scope, signedBy: signer, now: hubs.world.now) {
        case .accepted(let grant): return ServiceCaller(snapshot: snapshot, identity: .policy(policy, grant.slot))
        case .refused(let refusal): throw refusal.hubError
        }
    }

    /// The access token of a request that carries one (RFC 6750 §2.1).
    private static func bearer(_ text: String) -> String? {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private func client(
        _ token: String,
        _ snapshot: HubSnapshot,
        _ rights: [AccessRight]
    ) async throws(HubError) -> ServiceCaller {
        let caller = try await clients.authenticate(accessToken: token, for: .hubs)
        try caller.require(sees: snapshot.hub.name)
        guard rights.contains(where: caller.holds) else {
            throw HubError(
                .forbidden,
                "This needs what the right \(rights.map(\.rawValue).joined(separator: " or ")) opens; the role "
                    + "'\(caller.role.rawValue)' and the rights of the client '\(caller.tokenID)' do not."
            )
        }
        return ServiceCaller(snapshot: snapshot, identity: .token(caller.tokenID, name: caller.name))
    }

    /// Counts a wrong signature; too many of one policy from one address are told to wait.
    private func refused(
        _ error: HubError,
        _ snapshot: HubSnapshot,
        _ policy: PolicyName?,
        _ address: String
    ) -> HubError {
        guard error.code == .unauthorizedAccess,
            let wait = failures.failed(
                identity: Array((snapshot.hub.name.key + "/policies/" + (policy?.text ?? "")).utf8),
                address: address,
                now: hubs.world.now
            )
        else { return error }
        return HubError(.throttling, "SAS tokens of this policy were refused too often here.", retryAfter: wait)
    }
}

extension Caller {
    /// Whether role and rights of the caller amount to a right of a policy.
    ///
    /// The registry's answers hold the keys of devices.
    fileprivate func holds(_ right: AccessRight) -> Bool {
        switch right {
        case .registryRead: role >= .reader && rights.contains(.keys)
        case .registryWrite: role >= .operator && rights.contains(.keys)
        case .serviceConnect: role >= .operator
        case .deviceConnect: false
        }
    }
}
