import Crypto
import Foundation
import HubControl
import HubModel
import Logging
import NIOSSL
import StreamCore
import TestSupport
import Testing
import Transport

@testable import HubMQTT

/// The listener with the hub behind it: TLS, logins, and the stop.
@Suite(.timeLimit(.minutes(2)))
struct ListenerTests {
    private static let host = "hub.devicestream.localhost"

    private let fixture: ControlFixture
    private let face: DeviceFace
    private let tls: ServerTLS
    private let issuer: LeafIssuer
    private let limiter = ConnectionLimiter(limits: ConnectionLimits(descriptorLimit: 1024))

    init() async throws {
        fixture = try await ControlFixture()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = fixture.clock
        face = DeviceFace(
            connections: fixture.control.connections,
            twins: fixture.control.twins,
            calls: fixture.control.calls,
            world: clock.world,
            logger: logger
        )
        let directory = FileManager.default.temporaryDirectory.appending(path: "mqtt-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let authority = try LocalAuthority.loadOrMake(
            directory: directory,
            domain: "devicestream.localhost",
            now: clock.now.milliseconds
        )
        issuer = LeafIssuer(authority: authority) { clock.now.milliseconds }
        tls = try ServerTLS(issuer: issuer, logger: logger) { .names(dns: [$0 ?? "localhost"]) }
    }

    /// Runs the body with the port of a listener, which is stopped afterwards.
    private func listening(_ body: (Int) async throws -> Void) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let (face, tls, limiter) = (face, tls, limiter)
        let listener = Task {
            try await face.listen(address: "127.0.0.1", port: 0, tls: tls, limiter: limiter, backlog: 16) {
                port.yield($0)
            }
        }
        var iterator = ports.makeAsyncIterator()
        do {
            try await body(try #require(await iterator.next()))
        } catch {
            listener.cancel()
            throw error
        }
        listener.cancel()
        try await listener.value
        #expect(face.openConnections == 0)
    }

    private func keys(_ device: DeviceID) async throws -> KeyPair {
        _ = try await fixture.control.devices.create(fixture.owner, fixture.hub, DeviceCreation(deviceId: device))
        return try await fixture.control.devices.keys(fixture.owner, fixture.hub, device)
    }

    private func connect(_ device: DeviceID, key: Secret?) -> MQTTConnect {
        let userName = "\(Self.host)/\(device)/?api-version=2020-09-30"
        guard let key else {
            return MQTTConnect(
                clientID: device.text,
                cleanSession: false,
                keepAliveSeconds: 60,
                credentials: .userName(userName)
            )
        }
        let token = SharedAccessSignature.make(
            resource: "\(Self.host)/devices/\(device)",
            key: key,
            policy: nil,
            expires: fixture.clock.now + .seconds(3600)
        )
        return MQTTConnect(
            clientID: device.text,
            cleanSession: false,
            keepAliveSeconds: 60,
            credentials: .password(userName: userName, token)
        )
    }

    @Test func `a device with its key is let in, a second connection takes over, and a stop ends it`() async throws {
        let device = try DeviceID("press-07")
        let keys = try await keys(device)
        try await listening { port in
            let wrong = try await TLSClient(port: port, serverName: Self.host)
            try await wrong.send(.connect(connect(device, key: Secret(text: "wrong"))))
            #expect(try await wrong.next() == .connectAck(.refused(.notAuthorized)))
            #expect(try await wrong.next() == nil)
            let first = try await TLSClient(port: port, serverName: Self.host)
            try await first.send(.connect(connect(device, key: keys.primaryKey)))
            #expect(try await first.next() == .connectAck(.accepted(sessionPresent: true)))
            #expect(fixture.control.connections.count(of: fixture.hub) == 1)
            let second = try await TLSClient(port: port, serverName: Self.host)
            try await second.send(.connect(connect(device, key: keys.secondaryKey)), .pingRequest)
            #expect(try await second.next() == .connectAck(.accepted(sessionPresent: true)))
            #expect(try await second.next() == .pingResponse)
            #expect(try await first.next() == nil)
            #expect(fixture.control.connections.count(of: fixture.hub) == 1)
            #expect(face.openConnections >= 1)
        }
        #expect(fixture.control.connections.count(of: fixture.hub) == 0)
    }

    @Test func `a device with its certificate is let in, and one without is not`() async throws {
        let device = try DeviceID("press-08")
        let credential = try issuer.credential(for: .names(dns: ["press-08.devicestream.localhost"]))
        let leaf = try #require(credential.chain.first).toDERBytes()
        let digest = SHA256.hash(data: leaf).map { String(format: "%02X", $0) }.joined()
        let authentication = DeviceAuthenticationRequest(
            type: .selfSigned,
            x509Thumbprint: Thumbprints(primaryThumbprint: digest)
        )
        _ = try await fixture.control.devices.create(
            fixture.owner,
            fixture.hub,
            DeviceCreation(deviceId: device, authentication: authentication)
        )
        try await listening { port in
            let without = try await TLSClient(port: port, serverName: Self.host)
            try await without.send(.connect(connect(device, key: nil)))
            #expect(try await without.next() == .connectAck(.refused(.notAuthorized)))
            let with = try await TLSClient(port: port, serverName: Self.host, credential: credential)
            try await with.send(.connect(connect(device, key: nil)))
            #expect(try await with.next() == .connectAck(.accepted(sessionPresent: true)))
            // A certificate counts only for the hub that TLS was asked for.
            let nameless = try await TLSClient(port: port, serverName: nil, credential: credential)
            try await nameless.send(.connect(connect(device, key: nil)))
            #expect(try await nameless.next() == .connectAck(.refused(.notAuthorized)))
        }
    }

    @Test func `a stop does not wait for a client that says nothing`() async throws {
        try await listening { port in
            let silent = try await TLSClient(port: port, serverName: Self.host)
            for _ in 0..<1000 where face.openConnections == 0 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(face.openConnections == 1)
            _ = silent
        }
    }
}
