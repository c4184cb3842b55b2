import Crypto
package import HubModel
import HubStore
import Logging

/// The API tokens and clients of this server.
package struct TokenDirectory: Sendable {
    let store: HubStore
    let access: AccessControl
    let revocations: RevocationBus
    let world: World
    let logger: Logger

    /// Leads every token, so that scanners for leaked secrets and people recognise one.
    package static let prefix = "dst_"
    /// Leads every client secret.
    static let secretPrefix = "dsc_"
    /// 256 bits: nobody guesses one, so its hash needs no salt and no slow function.
    static let secretBytes = 32
    static let maximumNameLength = 128

    /// The tokens within the caller's scope, by id.
    package func list(_ caller: Caller, _ page: PageRequest) async throws(HubError) -> ListPage<TokenResource> {
        try caller.require(.owner)
        let start = try page.key().map { key throws(HubError) in try TokenID(key, target: "$skiptoken") }
        let resources = try await store.read { (reading) throws(HubError) in
            var found: [TokenResource] = []
            var after = start
            while found.count <= page.top {
                let rows = try reading.tokens(after: after, limit: PageRequest.maximumTop)
                found += rows.filter { Self.isWithin($0, caller) }.map(Self.resource)
                guard rows.count == PageRequest.maximumTop else { break }
                after = rows.last?.id
            }
            return Array(found.prefix(page.top + 1))
        }
        return ListPage(resources, top: page.top) { $0.id.text }
    }

    package func get(_ caller: Caller, _ id: TokenID) async throws(HubError) -> TokenResource {
        try caller.require(.owner)
        return try await row(caller, id)
    }

    /// The token that the caller bears.
    package func own(_ caller: Caller) async throws(HubError) -> TokenResource {
        guard caller != .anonymous else { throw .noToken }
        return try await row(caller, caller.tokenID)
    }

    /// Makes a token that is in no way wider than the caller's own.
    ///
    /// The answer alone holds the token itself.
    package func create(_ caller: Caller, _ creation: TokenCreation) async throws(HubError) -> TokenResource {
        try caller.require(.owner)
        guard (1...Self.maximumNameLength).contains(creation.name.count) else {
            throw HubError(
                .argumentInvalid,
                "A token's name has 1 to \(Self.maximumNameLength) characters.",
                target: "name"
            )
        }
        let standard: [TokenRight] = creation.role == .owner && caller.rights.contains(.keys) ? [.keys] : []
        let rights = Set(creation.rights ?? standard)
        guard rights.isSubset(of: caller.rights) else {
            throw HubError(.forbidden, "A token cannot give a right that it has not: keys.", target: "rights")
        }
        let hubs = creation.hubs.map(Set.init) ?? caller.hubs
        if let hubs, hubs.isEmpty {
            throw HubError(.argumentInvalid, "A token for no hub is good for nothing.", target: "hubs")
        }
        for hub in hubs ?? [] { try caller.require(sees: hub) }
        let expiresAt = creation.expiresAt ?? caller.expiresAt
        if let limit = caller.expiresAt, let expiresAt, expiresAt > limit {
            throw HubError(.forbidden, "A token cannot outlive the one that makes it: \(limit).", target: "expiresAt")
        }
        guard expiresAt.map({ $0 > world.now }) ?? true else {
            throw HubError(.argumentInvalid, "The token would have expired already.", target: "expiresAt")
        }
        let kind = creation.kind ?? .token
        let (row, secret) = Self.make(
            kind,
            name: creation.name,
            role: creation.role,
            rights: rights,
            hubs: hubs,
            expiresAt: expiresAt,
            createdBy: caller.tokenID,
            world
        )
        try await store.write { (writing) throws(HubError) in
            for hub in hubs ?? [] where try writing.hub(hub) == nil { throw HubError.noHub(hub) }
            try writing.insertToken(row, digest: AccessControl.digest(of: secret.text))
        }
        logger.notice(
            "token created",
            metadata: [
                "token.id": "\(caller.tokenID)", "new.token.id": "\(row.id)", "kind": "\(kind.rawValue)",
                "role": "\(row.role.rawValue)",
            ]
        )
        var resource = Self.resource(row)
        switch kind {
        case .token: resource.token = secret
        case .client: resource.clientSecret = secret
        }
        return resource
    }

    /// Ends a token at once.
    ///
    /// Revoking the last owner's token is final, too.
    package func revoke(_ caller: Caller, _ id: TokenID) async throws(HubError) {
        try caller.require(.owner)
        try await store.write { (writing) throws(HubError) in
            guard let row = try writing.token(id: id), Self.isWithin(row, caller) else { throw HubError.noToken(id) }
            _ = try writing.deleteToken(id)
        }
        access.forget()
        revocations.publish(.token(id))
        logger.notice("token revoked", metadata: ["token.id": "\(caller.tokenID)", "old.token.id": "\(id)"])
    }

    /// A new token and its row; the row holds no secret.
    static func make(
        _ kind: TokenKind,
        name: String,
        role: Role,
        rights: Set<TokenRight>,
        hubs: Set<HubName>?,
        expiresAt: Timestamp?,
        createdBy: TokenID?,
        _ world: World
    ) -> (TokenRow, Secret) {
        let row = TokenRow(
            id: TokenID(checked: world.newRequestID()),
            kind: kind,
            name: name,
            role: role,
            rights: TokenRight.allCases.filter(rights.contains),
            hubs: hubs.map { $0.sorted { $0.key < $1.key } },
            createdAt: world.now,
            expiresAt: expiresAt,
            createdBy: createdBy
        )
        let prefix =
            switch kind {
            case .token: prefix
            case .client: secretPrefix
            }
        return (row, Secret(text: prefix + Base64.encodeURL(world.randomBytes(secretBytes))))
    }

    /// Takes a removed hub out of every token's scope.
    static func forget(_ hub: HubName, _ writing: Writing) throws(HubError) {
        var after: TokenID?
        while true {
            let rows = try writing.tokens(after: after, limit: PageRequest.maximumTop)
            for var row in rows {
                guard let hubs = row.hubs, hubs.contains(hub) else { continue }
                row.hubs = hubs.filter { $0 != hub }
                try writing.updateToken(row)
            }
            guard rows.count == PageRequest.maximumTop else { return }
            after = rows.last?.id
        }
    }

    private func row(_ caller: Caller, _ id: TokenID) async throws(HubError) -> TokenResource {
        try await store.read { (reading) throws(HubError) in
            guard let row = try reading.token(id: id), row.id == caller.tokenID || Self.isWithin(row, caller) else {
                throw HubError.noToken(id)
            }
            return Self.resource(row)
        }
    }

    /// Whether the token is for nothing but hubs that the caller may see.
    private static func isWithin(_ row: TokenRow, _ caller: Caller) -> Bool {
        guard let scope = caller.hubs else { return true }
        return row.hubs.map { scope.isSuperset(of: $0) } ?? false
    }

    private static func resource(_ row: TokenRow) -> TokenResource {
        TokenResource(
            id: row.id,
            kind: row.kind,
            name: row.name,
            role: row.role,
            rights: row.rights,
            hubs: row.hubs,
            createdAt: row.createdAt,
            expiresAt: row.expiresAt,
            createdBy: row.createdBy
        )
    }
}

extension HubError {
    static func noToken(_ id: TokenID) -> HubError {
        HubError(
            .resourceNotFound,
            "There is no token '\(id)' here.",
            target: "id",
            hint: "List the tokens with: devicestream token list"
        )
    }
}
