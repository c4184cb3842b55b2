/// The body of `PUT …/diagnosticSettings/{name}`.
public struct DiagnosticSettingRequest: Equatable, Sendable {
    /// Which records go there; each once.
    public var categories: [DiagnosticCategory]
    /// Where they go.
    public var destination: DiagnosticDestination
    /// What a webhook's batches are signed with; `nil` to keep the present one.
    public var secret: Secret?

    /// The text of a secret: long enough not to be guessed, short enough for a header of any receiver's software.
    static let secretLength = 16...256

    /// All members, in order.
    public init(
        categories: [DiagnosticCategory],
        destination: DiagnosticDestination,
        secret: Secret? = nil
    ) {
        self.categories = categories
        self.destination = destination
        self.secret = secret
    }
}

extension DiagnosticSettingRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case categories, destination, secret }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        categories = try container.decode([DiagnosticCategory].self, forKey: .categories)
        destination = try container.decode(DiagnosticDestination.self, forKey: .destination)
        guard let text = try container.decodeIfPresent(String.self, forKey: .secret) else { return }
        guard Self.secretLength.contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw BodyError.invalidValue(
                path: BodyError.path(decoder.codingPath + [CodingKeys.secret]),
                problem: "a secret has \(Self.secretLength.lowerBound) to \(Self.secretLength.upperBound) "
                    + "characters of visible ASCII"
            )
        }
        secret = Secret(text: text)
    }

    /// Writes it, with the secret.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(categories, forKey: .categories)
        try container.encode(destination, forKey: .destination)
        try container.encodeIfPresent(secret?.text, forKey: .secret)
    }
}
