/// What an API token lets its bearer do.
///
/// Each role allows what the ones before it allow.
public enum Role: String, Codable, CaseIterable, Sendable, Comparable {
    /// Device streams and the allowlist, for firewalls that poll.
    case endpointsRead = "endpoints.read"
    /// Reads everything but keys and tokens.
    case reader
    /// Changes devices, streams and logs, too.
    case `operator`
    case owner

    private var rank: Int {
        switch self {
        case .endpointsRead: 0
        case .reader: 1
        case .operator: 2
        case .owner: 3
        }
    }

    /// Which comes first.
    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}

/// A right beside the role.
public enum TokenRight: String, Codable, CaseIterable, Sendable {
    /// Reads, chooses and rotates keys. An `owner` has it unless its token says otherwise.
    case keys
}

/// What is handed out.
public enum TokenKind: String, Codable, CaseIterable, Sendable {
    /// A token that is sent with each request.
    case token
    /// An id and a secret, for which Azure's clients get short-lived access tokens.
    case client
}

/// An API token as the REST API shows it; the token itself is shown once, when it is created.
public struct TokenResource: Codable, Equatable, Sendable {
    /// The id; of a client, what it signs in with.
    public var id: TokenID
    /// What it is.
    public var kind: TokenKind
    /// The name.
    public var name: String
    /// The role.
    public var role: Role
    /// What it opens.
    public var rights: [TokenRight]
    /// The hubs it is good for; `null` for all.
    public var hubs: [HubName]?
    /// When it was made.
    public var createdAt: Timestamp
    /// `null` for a token that does not expire.
    public var expiresAt: Timestamp?
    /// The id of the token that created it; `null` for the first one.
    public var createdBy: TokenID?
    /// Only in the answer to the creation of a token.
    public var token: Secret?
    /// Only in the answer to the creation of a client.
    public var clientSecret: Secret?

    /// All members, in order.
    public init(
        id: TokenID,
        kind: TokenKind = .token,
        name: String,
        role: Role,
        rights: [TokenRight],
        hubs: [HubName]?,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        createdBy: TokenID?,
        token: Secret? = nil,
        clientSecret: Secret? = nil
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.role = role
        self.rights = rights
        self.hubs = hubs
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.createdBy = createdBy
        self.token = token
        self.clientSecret = clientSecret
    }

    enum CodingKeys: String, CodingKey {
        case id, kind, name, role, rights, hubs, createdAt, expiresAt, createdBy, token, clientSecret
    }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(TokenID.self, forKey: .id)
        // Servers of an earlier version have tokens only, and do not say so.
        kind = try container.decodeIfPresent(TokenKind.self, forKey: .kind) ?? .token
        name = try container.decode(String.self, forKey: .name)
        role = try container.decode(Role.self, forKey: .role)
        rights = try container.decode([TokenRight].self, forKey: .rights)
        hubs = try container.decodeIfPresent([HubName].self, forKey: .hubs)
        createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
        expiresAt = try container.decodeIfPresent(Timestamp.self, forKey: .expiresAt)
        createdBy = try container.decodeIfPresent(TokenID.self, forKey: .createdBy)
        token = try container.decodeIfPresent(String.self, forKey: .token).map(Secret.init(text:))
        clientSecret = try container.decodeIfPresent(String.self, forKey: .clientSecret).map(Secret.init(text:))
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(name, forKey: .name)
        try container.encode(role, forKey: .role)
        try container.encode(rights, forKey: .rights)
        try container.encode(hubs, forKey: .hubs)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(createdBy, forKey: .createdBy)
        try container.encodeIfPresent(token?.text, forKey: .token)
        try container.encodeIfPresent(clientSecret?.text, forKey: .clientSecret)
    }
}

/// The body of `POST /v1/tokens`.
public struct TokenCreation: Codable, Equatable, Sendable {
    /// What it is for, in the words of its owner: 1 to 128 characters.
    public var name: String
    /// A token where absent.
    public var kind: TokenKind?
    /// The role.
    public var role: Role
    /// The standard rights of the role where absent.
    public var rights: [TokenRight]?
    /// All hubs that the creator may see where absent.
    public var hubs: [HubName]?
    /// As the creator's own where absent.
    public var expiresAt: Timestamp?

    /// All members, in order.
    public init(
        name: String,
        kind: TokenKind? = nil,
        role: Role,
        rights: [TokenRight]? = nil,
        hubs: [HubName]? = nil,
        expiresAt: Timestamp? = nil
    ) {
        self.name = name
        self.kind = kind
        self.role = role
        self.rights = rights
        self.hubs = hubs
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case name, kind, role, rights, hubs, expiresAt }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        kind = try container.decodeIfPresent(TokenKind.self, forKey: .kind)
        role = try container.decode(Role.self, forKey: .role)
        rights = try container.decodeIfPresent([TokenRight].self, forKey: .rights)
        hubs = try container.decodeIfPresent([HubName].self, forKey: .hubs)
        expiresAt = try container.decodeIfPresent(Timestamp.self, forKey: .expiresAt)
    }
}

/// A page of a list.
public struct Page<Element: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    /// The elements.
    public var value: [Element]
    /// The https URL of the next page; absent on the last.
    public var nextLink: String?

    /// All members, in order.
    public init(value: [Element], nextLink: String? = nil) {
        self.value = value
        self.nextLink = nextLink
    }
}
