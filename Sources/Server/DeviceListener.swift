import HubMQTT
import ServiceLifecycle
import Transport

/// Listens for devices that speak MQTT over TLS.
struct DeviceListener: Service {
    let face: DeviceFace
    let address: ListenAddress
    let tls: ServerTLS
    let limiter: ConnectionLimiter
    let ready: StartGate

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await face.listen(
                address: address.address,
                port: address.port,
                tls: tls,
                limiter: limiter,
                backlog: Program.backlog
            ) { _ in
                ready.listens("mqtts://\(address)", "mqtt")
            }
        }
    }
}
