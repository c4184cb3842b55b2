import DeviceSDK
import Foundation
import ServiceSDK
import Testing

/// Each failure of a dial names its stage, and each way to a hub works.
@Suite(.timeLimit(.minutes(2))) struct DialStageTests {
    /// The error of a device that cannot connect.
    private func failure(_ device: DeviceClient) async -> ClientError? {
        async let connecting: Void? = try? device.connect()
        defer { withExtendedLifetime(device) {} }
        for await state in device.connectionStates {
            if case .waiting(let error, _) = state {
                await device.close()
                await connecting
                return error
            }
        }
        await connecting
        return nil
    }

    @Test func `a proxy that wants another password is named`() async throws {
        let proxy = try ConnectProxy()
        defer { proxy.end() }
        try await TestServer.runAsync { server in
            var settings = ReconnectTests.settings(server, proxy)
            settings.proxy?.password = Secret(text: "another")
            let site = try await SDKSite(server, settings: settings)
            let error = await failure(try site.device())
            #expect(error?.dial?.stage == .proxy)
            #expect(error?.dial?.reason == .proxyAuthentication)
            #expect(error?.code == .serverUnreachable)
            let other = await #expect(throws: ClientError.self) {
                _ = try await site.service().openStream(to: SDKSite.press)
            }
            #expect(other?.code == .serverUnreachable)
        }
    }

    @Test func `hosts that are excepted are reached without the proxy`() async throws {
        try await TestServer.runAsync { server in
            // Nobody listens there.
            let proxy = ProxySettings(host: "127.0.0.1", port: 1, exceptions: [".devicestream.localhost"])
            let site = try await SDKSite(
                server,
                settings: ConnectionSettings(trust: .file(server.caFile), proxy: proxy)
            )
            try await site.serving(try site.device()) {
                try await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                try stream.finish()
                #expect(try await stream.rest() == [])
            }
        }
    }

    @Test func `a CA that is not trusted is named`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server, settings: ConnectionSettings())
            let error = await failure(try site.device())
            #expect(error?.dial?.stage == .tls)
            #expect(error?.dial?.reason == .untrustedCertificate)
            #expect(error?.code == .tlsTrustFailed)
        }
    }

    @Test func `a server that is not there is named`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            server.program.end()
            let error = await failure(try site.device())
            #expect(error?.dial?.stage == .connect)
            #expect(error?.dial?.reason == .unreachable)
        }
    }

    @Test func `a name that does not resolve is named, and an override stands in for it`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let host = "hub.no-such-name.invalid"
            let text = site.deviceString.replacing(/HostName=[^;]*/, with: "HostName=\(host):\(server.port)")
            let error = await failure(try DeviceClient(connectionString: text, settings: site.settings))
            #expect(error?.dial?.stage == .resolve)
            #expect(error?.dial?.reason == .noAddress)
            var settings = site.settings
            settings.overrides = [try NameOverride("\(host):\(server.port):127.0.0.1")]
            // The server does not own the name, so it gets as far as TLS.
            let next = await failure(try DeviceClient(connectionString: text, settings: settings))
            #expect(next?.dial?.stage == .tls)
        }
    }

    @Test func `a device speaks MQTT over TLS, with its key or with a certificate`() async throws {
        try await TestServer.runAsync(["--mqtt-listen", "127.0.0.1:0"]) { server in
            let site = try await SDKSite(server)
            let port = try #require(server.mqttPort)
            let keyed = try site.device(transport: .mqtt, mqttPort: port)
            try await site.serving(keyed) {
                try await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                try await stream.write("mqtt".utf8)
                try stream.finish()
                #expect(try await stream.rest() == Array("mqtt".utf8))
            }
            try Certificates.makeAuthority(server.files, name: "device-ca", subject: "Devices")
            try Certificates.makeLeaf(server.files, name: "device", authority: "device-ca")
            let print = try Certificates.fingerprint(server.files.path + "/device.pem").dropFirst("sha256:".count)
            let created = try server.request(
                "POST",
                "/v1/hubs/hub/devices",
                json: """
                    {"deviceId":"press-09","authentication":{"type":"selfSigned",\
                    "x509Thumbprint":{"primaryThumbprint":"\(print)"}}}
                    """
            )
            #expect(created.status == 201, "\(created)")
            let device = try DeviceClient(
                hostName: "hub.devicestream.localhost:\(server.port)",
                deviceID: DeviceID("press-09"),
                certificateFile: server.files.path + "/device.pem",
                keyFile: server.files.path + "/device-key.pem",
                mqttPort: port,
                settings: site.settings
            )
            try await site.serving(device) {
                try await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: DeviceID("press-09"))
                try await stream.write("x509".utf8)
                try stream.finish()
                #expect(try await stream.rest() == Array("x509".utf8))
            }
        }
    }

    @Test func `a client without a file that it was told of says which`() throws {
        let error = #expect(throws: ClientError.self) {
            _ = try DeviceClient(
                connectionString: "HostName=hub.example.com;DeviceId=a;SharedAccessKey=YQ==",
                settings: ConnectionSettings(trust: .file("/no/such/ca.pem"))
            )
        }
        #expect(error?.dial?.reason == .settings)
        #expect(error?.error.message.contains("/no/such/ca.pem") == true)
    }
}
