import Foundation
import Testing

/// Clients of the command line's making, and what Azure's tools do with them, over TLS.
struct ClientTests {
    private func json(_ run: ProgramRun) throws -> JSON { try JSON(run.outputBytes) }

    private func signIn(_ server: TestServer, _ id: String, _ secret: String) throws -> HTTPReply {
        let form =
            "grant_type=client_credentials&client_id=\(id)&client_secret=\(secret)"
            + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
        return try server.request(
            "POST",
            "/adfs/oauth2/token",
            body: ("application/x-www-form-urlencoded; charset=utf-8", Array(form.utf8)),
            as: .nobody
        )
    }

    @Test func `a client is made once, signs in, sees the hub, and is revoked like a token`() throws {
        try TestServer.run { server in
            let made = try server.cli("token", "create", "az", "--client", "--role", "reader", "--expires", "1h")
            #expect(made.status == 0, "\(made)")
            #expect(made.error.contains("NOTICE: The client's secret is shown only now"), "\(made)")
            let client = try json(made)
            #expect(client["kind"]?.text == "client")
            #expect(client["token"] == nil)
            let id = try #require(client["id"]?.text)
            let secret = try #require(client["clientSecret"]?.text)

            let grant = try signIn(server, id, secret)
            #expect(grant.status == 200, "\(grant)")
            let token = Bearer.token(try #require(grant.json["access_token"]?.text))
            let version = "?api-version=2019-07-01-preview"
            let subscriptions = try server.get("/subscriptions" + version, as: token).json["value"]?.rows ?? []
            let subscription = try #require(subscriptions.first?["id"]?.text)
            let path = subscription + "/resourcegroups/default/providers/Microsoft.Devices//IotHubs/hub" + version
            let hub = try server.get(path, as: token)
            #expect(hub.status == 200, "\(hub)")
            let shown = try json(server.cli("show", "--name", "hub"))
            #expect(hub.json["properties"]?["deviceStreams"] == shown)
            #expect(try server.get("/v1/hubs/hub", as: token).status == 401)

            let listed = try server.cli("token", "list", "-o", "table")
            #expect(listed.output.contains(id) && listed.output.contains("client"), "\(listed)")
            #expect(!listed.output.contains(secret))
            let slip = try server.cli("token", "revoke", secret, "-y")
            #expect(slip.status == 2 && !slip.error.contains(secret), "\(slip)")
            #expect(try server.cli("token", "revoke", id, "-y").status == 0)
            #expect(try server.get(path, as: token).status == 401)
            #expect(try signIn(server, id, secret).status == 401)
        }
    }
}
