import Foundation
import HubModel
import ServiceSDK
import Testing

@testable import DeviceSDK

@Suite(.timeLimit(.minutes(1))) struct RenewalTests {
    @Test func `a token is renewed in time, and nobody notices`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let parts = try ConnectionString(parsing: site.deviceString)
            var login = try DeviceLogin(
                hostName: parts.hostName,
                device: SDKSite.press,
                proof: .key(parts.key),
                transport: .mqttWebSocket,
                mqttPort: 8883
            )
            login.tokenLife = .seconds(3)
            let device = try DeviceClient(login, site.settings, identity: nil)
            try await site.serving(device) {
                // A request that was on its way to the old connection is made again to the new one, and fails here if
                // it came all the same. That every byte is echoed, the service's side says.
                try? await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                try await stream.write("before".utf8)
                let log = server.files.path + "/log"
                try await blocking {
                    try wait(for: "a third connection") {
                        _ = try ProgramRun.tool("sleep", ["0.1"])
                        let text = try String(contentsOfFile: log, encoding: .utf8)
                        return text.split(separator: "\n").count { $0.contains("device connected") } >= 3
                    }
                }
                try await stream.write(" and after".utf8)
                try stream.finish()
                #expect(try await stream.rest() == Array("before and after".utf8))
                let other = try await site.service().openStream(to: SDKSite.press)
                await other.close()
            }
            #expect(!server.log.contains("credentialExpired"), "\(server.log)")
        }
    }
}
