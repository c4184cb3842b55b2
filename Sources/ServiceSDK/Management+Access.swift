import HubClient
public import HubModel
public import StreamClient

// Policies and tokens.
extension Management {
    /// The shared access policies of a hub, without their keys.
    public func policies(_ hub: HubName) -> PagedSequence<PolicyResource> {
        PagedSequence(pool: pool, first: .listPolicies(hub, top: nil))
    }

    /// A policy.
    public func policy(_ hub: HubName, _ name: PolicyName) async throws(ClientError) -> PolicyResource {
        try await value { .showPolicy(hub, name) }
    }

    /// The keys of a policy; needs the right `keys`.
    public func policyKeys(_ hub: HubName, _ name: PolicyName) async throws(ClientError) -> KeyPair {
        try await value { .keys(hub, of: .policy(name)) }
    }

    /// Makes a key of a policy anew; needs the right `keys`.
    ///
    /// Streams that the old one opened are closed.
    public func rotatePolicyKey(
        _ hub: HubName,
        _ name: PolicyName,
        _ slot: KeySlot
    ) async throws(ClientError) -> KeyPair {
        try await value { () throws(HubError) in try .rotateKey(hub, of: .policy(name), slot) }
    }

    /// What `ServiceClient` takes; needs the right `keys`.
    public func policyConnectionString(
        _ hub: HubName,
        _ name: PolicyName,
        _ slot: KeySlot = .primary
    ) async throws(ClientError) -> String {
        try await connectionString(.connectionString(hub, of: .policy(name), slot))
    }

    /// The API tokens, without their text.
    public func tokens() -> PagedSequence<TokenResource> { PagedSequence(pool: pool, first: .listTokens(top: nil)) }

    /// Makes an API token; its text is in this answer and nowhere else.
    public func createToken(_ creation: TokenCreation) async throws(ClientError) -> TokenResource {
        try await value { () throws(HubError) in try .createToken(creation) }
    }

    /// Revokes an API token, for good.
    public func revokeToken(_ id: TokenID) async throws(ClientError) { try await done { .revokeToken(id) } }
}
