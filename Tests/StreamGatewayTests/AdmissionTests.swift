import Crypto
import HubModel
import NIOCore
import NIOEmbedded
import NIOHTTP1
import StreamCore
import Testing
import Transport

@testable import StreamGateway

@Suite struct AdmissionTests {
    @Test func `a token opens one connection`() async throws {
        try await GatewayFixture.run { fixture in
            let path = GatewayFixture.path(.device)
            let token = try fixture.token(.device)
            let first = try await fixture.knock(path, token)
            #expect(first != nil)
            #expect(try await fixture.knock(path, token) == nil)
            // Nor does another one for the same side.
            #expect(try await fixture.knock(path, fixture.token(.device)) == nil)
            #expect(fixture.gateway.openConnections == 1)
            #expect(fixture.reports.value == [GatewayReport(GatewayFixture.key(), .joined(.device))])
        }
    }

    @Test func `a token that was used stays used after the stream`() async throws {
        try await GatewayFixture.run { fixture in
            let token = try fixture.token(.service)
            let device = try await fixture.join(.device)
            let service = try #require(try await fixture.knock(GatewayFixture.path(.service), token))
            try await service.sendClose(nil)
            _ = try await fixture.ending()
            #expect(device.received.value.isEnded)
            #expect(try await fixture.knock(GatewayFixture.path(.service), token) == nil)
            #expect(fixture.gateway.openConnections == 0)
        }
    }

    @Test func `a token of another side, stream, start or signer is refused`() async throws {
        try await GatewayFixture.run { fixture in
            let path = GatewayFixture.path(.device)
            let restarted = GatewayInstance(id: fixture.instance.id, started: fixture.instance.started + .seconds(1))
            let stranger = StreamTokenSigner(key: Curve25519.Signing.PrivateKey())
            let tokens = [
                try fixture.token(.service),
                try fixture.token(.device, 2),
                try fixture.token(.device, instance: restarted),
                try fixture.token(.device, signer: stranger),
                try fixture.token(.device, lifetime: .seconds(-1)),
                try fixture.token(.device, lifetime: .seconds(3600)),
            ]
            for token in tokens { #expect(try await fixture.knock(path, token) == nil) }
            #expect(fixture.reports.value.isEmpty)
            #expect(fixture.gateway.openConnections == 0)
        }
    }

    @Test(arguments: [#"{"alg":"none","typ":"JWT"}"#, #"{"alg":"HS256","typ":"JWT"}"#])
    func `a token with another algorithm is refused`(header: String) async throws {
        try await GatewayFixture.run { fixture in
            let parts = try fixture.token(.device).split(separator: ".")
            let forged = Base64.encodeURL(Array(header.utf8)) + "." + parts[1] + "." + parts[2]
            let bare = Base64.encodeURL(Array(header.utf8)) + "." + parts[1] + "."
            #expect(try await fixture.knock(GatewayFixture.path(.device), forged) == nil)
            #expect(try await fixture.knock(GatewayFixture.path(.device), bare) == nil)
        }
    }

    @Test func `a changed claim breaks the signature`() async throws {
        try await GatewayFixture.run { fixture in
            let parts = try fixture.token(.device).split(separator: ".").map(String.init)
            let claims = String(decoding: try #require(Base64.decodeURL(parts[1])), as: UTF8.self)
            let changed = claims.replacing(#""side":"device""#, with: #""side":"service""#)
            #expect(changed != claims)
            let forged = parts[0] + "." + Base64.encodeURL(Array(changed.utf8)) + "." + parts[2]
            #expect(try await fixture.knock(GatewayFixture.path(.service), forged) == nil)
        }
    }

    @Test func `a token that is late is refused`() async throws {
        try await GatewayFixture.run { fixture in
            let token = try fixture.token(.device)
            fixture.offset.add(.seconds(62))
            #expect(try await fixture.knock(GatewayFixture.path(.device), token) == nil)
        }
    }

    @Test func `the first subprotocol is echoed and no extension is agreed on`() async throws {
        try await GatewayFixture.run { fixture in
            let channel = NIOAsyncTestingChannel()
            var head = Doorman.head(GatewayFixture.path(.device), try fixture.token(.device))
            head.headers.add(name: "Sec-WebSocket-Extensions", value: "permessage-deflate")
            let admission = try #require(fixture.gateway.admit(head, on: channel))
            #expect(admission.acceptance.subprotocol == "MQTT")
            #expect(admission.acceptance.headers.map(\.name) == ["Sec-WebSocket-Accept", "Sec-WebSocket-Protocol"])
            _ = try await channel.finish()
        }
    }

    @Test func `a request that is no upgrade or names no token does not use it up`() async throws {
        try await GatewayFixture.run { fixture in
            let channel = NIOAsyncTestingChannel()
            let good = Doorman.head(GatewayFixture.path(.device), try fixture.token(.device))
            var head = good
            head.headers.replaceOrAdd(name: "Sec-WebSocket-Version", value: "8")
            #expect(fixture.gateway.admit(head, on: channel) == nil)
            head = good
            head.headers.remove(name: "Authorization")
            #expect(fixture.gateway.admit(head, on: channel) == nil)
            head = good
            head.uri += "?x=1"
            #expect(fixture.gateway.admit(head, on: channel) == nil)
            #expect(fixture.gateway.admit(good, on: channel) != nil)
            _ = try await channel.finish()
        }
    }

    @Test func `a place whose upgrade never comes about is given back`() async throws {
        try await GatewayFixture.run { fixture in
            let channel = NIOAsyncTestingChannel()
            let head = Doorman.head(GatewayFixture.path(.device), try fixture.token(.device))
            _ = fixture.gateway.admit(head, on: channel)
            let service = try await fixture.join(.service)
            #expect(fixture.gateway.openConnections == 2)
            _ = try await channel.finish()
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.status?.code == .normal)
            let ending = try await fixture.ending()
            #expect(ending?.side == .device && ending?.cause == .disconnected)
        }
    }
}
