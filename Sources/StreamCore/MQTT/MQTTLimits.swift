/// What one MQTT connection may take of the server.
package struct MQTTLimits: Equatable, Sendable {
    /// The largest remaining length of a packet: 256 KiB of telemetry, as IoT Hub takes, and 8 KiB for its topic.
    package var maximumPacketBytes = 264 * 1024
    /// The largest remaining length of a CONNECT, whose sender is nobody yet.
    ///
    /// 8 KiB: client id, user name and token of the SDKs stay under 2 KiB; the rest is for a will.
    package var maximumConnectBytes = 8 * 1024
    /// The most QoS 1 publishes to the client that wait for their PUBACK; 20 is mosquitto's default.
    package var maximumInFlight = 20
    /// The most filters of one connection.
    ///
    /// The SDKs need at most eight; 50 is the limit of AWS IoT Core.
    package var maximumSubscriptions = 50
    /// The longest filter; the longest of an SDK holds two ids of 128 bytes and some 40 of its own.
    package var maximumFilterBytes = 1024
    /// The longest silence of a client whatever keep-alive it asks for, 0 included.
    ///
    /// 30 minutes: six times what the SDKs ask for, and short enough that a dead connection is not kept for a day
    /// (65,535 s × 1.5); MQTT 3.1.1 §3.1.2.10 lets a server end what it takes for inactive.
    package var maximumSilence = Duration.seconds(1800)

    package init() {}
}
