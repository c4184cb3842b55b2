/// The body of `POST /twins/{id}/methods`.
package struct MethodCall: Decodable, Equatable, Sendable {
    /// Seconds that IoT Hub takes (developer guide, "Direct methods"); its least time for an answer is 5.
    static let responseSeconds = 5...300
    static let connectSeconds = 0...300
    static let standardResponseSeconds = 30
    /// The most bytes of a payload, each way, as in IoT Hub.
    package static let maximumPayloadBytes = 128 * 1024

    package var methodName: MethodName
    /// `nil` where the body has none.
    package var payload: JSONContent?
    package var responseTimeoutInSeconds: Int
    package var connectTimeoutInSeconds: Int

    enum CodingKeys: String, CodingKey { case methodName, payload, responseTimeoutInSeconds, connectTimeoutInSeconds }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        methodName = try container.decode(MethodName.self, forKey: .methodName)
        payload = try container.decodeIfPresent(JSONContent.self, forKey: .payload)
        func seconds(_ key: CodingKeys, _ range: ClosedRange<Int>, _ standard: Int) throws -> Int {
            guard let value = try container.decodeIfPresent(Int.self, forKey: key) else { return standard }
            guard range.contains(value) else {
                throw BodyError.invalidValue(
                    path: key.stringValue,
                    problem: "it goes from \(range.lowerBound) to \(range.upperBound) seconds"
                )
            }
            return value
        }
        responseTimeoutInSeconds = try seconds(
            .responseTimeoutInSeconds,
            Self.responseSeconds,
            Self.standardResponseSeconds
        )
        connectTimeoutInSeconds = try seconds(.connectTimeoutInSeconds, Self.connectSeconds, 0)
    }
}

/// The answer to it.
package struct MethodAnswer: Codable, Equatable, Sendable {
    /// What the device's program returned.
    package var status: Int
    package var payload: JSONContent

    package init(status: Int, payload: JSONContent) {
        self.status = status
        self.payload = payload
    }
}
