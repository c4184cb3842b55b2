import Foundation
import Testing

/// Places of those who follow a log, over real connections.
@Suite(.timeLimit(.minutes(3))) struct TailTests {
    private static let path = "/v1/hubs/hub/logs/tail"

    /// A client that follows the log; `nil` where the server lets it not.
    private func follow(_ server: TestServer, _ token: String) throws -> RunningProgram? {
        let program = try RunningProgram(
            "openssl",
            [
                "s_client", "-quiet", "-connect", "127.0.0.1:\(server.port)", "-servername", "localhost", "-CAfile",
                server.caFile, "-verify_return_error",
            ],
            environment: Spawn.environment(home: server.files.path),
            errorFile: server.files.path + "/s_client"
        )
        do {
            try program.write(
                "GET \(Self.path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n"
            )
            if try program.line().hasPrefix("HTTP/1.1 200") { return program }
        } catch {
            program.end()
            throw error
        }
        program.end()
        return nil
    }

    @Test func `a place is free when its client hangs up, and revoking the token ends the others in time`() throws {
        try TestServer.run { server in
            let token = try server.token("reader")
            var tails: [RunningProgram] = []
            defer { for tail in tails { tail.end() } }
            for _ in 1...8 { tails.append(try #require(try follow(server, token))) }
            let ninth = try server.get(Self.path, as: .token(token))
            #expect(ninth.status == 429, "\(ninth)")
            #expect(ninth["retry-after"] == "30")
            // Other tokens have places of their own.
            try #require(try follow(server, try server.ownerToken())).end()
            tails.removeLast().end()
            // Less than a heartbeat: the server sees the end of the connection, not that nobody reads.
            try wait(for: "the place of who hung up", within: .seconds(10)) {
                guard let tail = try follow(server, token) else { return false }
                tails.append(tail)
                return true
            }
            let list = try server.get("/v1/tokens").json["value"]?.rows
            let id = try #require(list?.first { $0["name"]?.text == "reader" }?["id"]?.text)
            #expect(try server.request("DELETE", "/v1/tokens/" + id).status == 204)
            let revoked = ContinuousClock.now
            for tail in tails {
                // The last chunk of the body (RFC 9112 §7.1).
                while try tail.line(within: .seconds(10)).replacing("\r", with: "") != "0" {}
            }
            #expect(ContinuousClock.now - revoked < .seconds(2))
        }
    }
}
