package import HubModel
package import NIOCore

/// The first packet of a client (MQTT 3.1.1 §3.1).
package struct MQTTConnect: Equatable, Sendable {
    package var clientID: String
    /// Whether the client wants nothing of an earlier connection (§3.1.2.4).
    package var cleanSession: Bool
    /// The most seconds between two packets of the client, 0 for no limit (§3.1.2.10).
    package var keepAliveSeconds: UInt16
    package var will: Will?
    package var credentials: Credentials

    package init(
        clientID: String,
        cleanSession: Bool,
        keepAliveSeconds: UInt16,
        will: Will? = nil,
        credentials: Credentials = .none
    ) {
        self.clientID = clientID
        self.cleanSession = cleanSession
        self.keepAliveSeconds = keepAliveSeconds
        self.will = will
        self.credentials = credentials
    }

    /// What is published when the connection ends without a DISCONNECT (§3.1.2.5).
    package struct Will: Equatable, Sendable {
        package var topic: MQTTTopicName
        package var payload: ByteBuffer
        package var qos: MQTTQoS
        package var retain: Bool

        package init(topic: MQTTTopicName, payload: ByteBuffer, qos: MQTTQoS = .atMostOnce, retain: Bool = false) {
            self.topic = topic
            self.payload = payload
            self.qos = qos
            self.retain = retain
        }
    }

    /// User name and password; a password without a user name does not exist [MQTT-3.1.2-22].
    package enum Credentials: Equatable, Sendable {
        case none
        case userName(String)
        case password(userName: String, Secret)
    }
}
