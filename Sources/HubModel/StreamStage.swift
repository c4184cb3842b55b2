/// What a handshake waits for; the error of one that runs out names it.
public enum StreamStage: String, Codable, CaseIterable, Sendable {
    /// That the device is found connected and listening.
    case lookup
    /// That the request is written to the device.
    case deliver
    /// That the device answers.
    case answer
    /// That the device is on the gateway.
    case deviceJoin
    /// That the service is on the gateway.
    case serviceJoin
}
