/// The body of `PATCH` and `PUT` of a twin, as far as a service may write it.
///
/// SDKs send back what they read, so that read-only members are passed over.
package struct TwinUpdate: Decodable, Equatable, Sendable {
    package var tags: JSONObject?
    package var desired: JSONObject?

    package init(tags: JSONObject? = nil, desired: JSONObject? = nil) {
        self.tags = tags
        self.desired = desired
    }

    private enum CodingKeys: String, CodingKey { case tags, properties }
    private enum PropertyKeys: String, CodingKey { case desired }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tags = try container.decodeIfPresent(JSONObject.self, forKey: .tags)
        guard container.contains(.properties), try !container.decodeNil(forKey: .properties) else { return }
        desired = try container.nestedContainer(keyedBy: PropertyKeys.self, forKey: .properties)
            .decodeIfPresent(JSONObject.self, forKey: .desired)
    }

    /// The desired properties without what the hub itself adds to them.
    package var desiredValues: JSONObject? { desired?.filter { !TwinRules.ownMembers.contains($0.key) } }

    /// Throws `ArgumentInvalid` for what no twin can hold.
    package func check() throws(HubError) {
        if let tags { try TwinRules.check(tags, part: TwinRules.tagsPart) }
        if let desired = desiredValues { try TwinRules.check(desired, part: TwinRules.desiredPart) }
    }
}
