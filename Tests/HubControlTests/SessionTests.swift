import HubModel
import TestSupport
import Testing

@testable import HubControl

/// How many sessions of browsers there are.
@Suite struct SessionTests {
    @Test func `all tokens together have so many sessions, and the one that waited longest goes`() async throws {
        let fixture = try await ControlFixture()
        let sessions = fixture.control.sessions
        func signIn(_ token: String) async throws -> String {
            try await sessions.signIn(Secret(text: token), at: fixture.hub, address: "192.0.2.1").text
        }
        let first = try await signIn(fixture.token)
        fixture.clock.advance(by: .seconds(1))
        let second = try await signIn(fixture.token)
        fixture.clock.advance(by: .seconds(1))
        var token = ""
        for number in 2..<SessionDirectory.capacity {
            if number % SessionDirectory.maximumPerToken == 2 { token = try await fixture.bearer(.reader) }
            _ = try await signIn(token)
        }
        #expect(sessions.count == SessionDirectory.capacity)
        // Used last, it waited less than the second.
        _ = try await sessions.caller(of: first)
        _ = try await signIn(fixture.bearer(.reader))
        #expect(sessions.count == SessionDirectory.capacity)
        #expect(try await sessions.caller(of: first).tokenID == fixture.owner.tokenID)
        let error = await #expect(throws: HubError.self) { try await sessions.caller(of: second) }
        #expect(error?.code == .unauthorizedAccess)
    }

    @Test func `sessions that ended make room, and a guess opens nothing`() async throws {
        let fixture = try await ControlFixture()
        let sessions = fixture.control.sessions
        let id = try await sessions.signIn(Secret(text: fixture.token), at: fixture.hub, address: "192.0.2.1").text
        fixture.clock.advance(by: SessionDirectory.idleTime)
        _ = try await sessions.signIn(Secret(text: fixture.token), at: fixture.hub, address: "192.0.2.1")
        #expect(sessions.count == 1)
        for guess in [id, "", fixture.token, String(id.dropLast())] {
            let error = await #expect(throws: HubError.self) { try await sessions.caller(of: guess) }
            #expect(error?.code == .unauthorizedAccess)
        }
    }
}
