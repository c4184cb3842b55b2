/// Who a client says it is; the session waits until the hub has judged it.
package struct MQTTLogin: Equatable, Sendable {
    package var clientID: String
    package var credentials: MQTTConnect.Credentials
    package var cleanSession: Bool
    /// 0 when the client asks for none.
    package var keepAlive: Duration

    package init(clientID: String, credentials: MQTTConnect.Credentials, cleanSession: Bool, keepAlive: Duration) {
        self.clientID = clientID
        self.credentials = credentials
        self.cleanSession = cleanSession
        self.keepAlive = keepAlive
    }
}
