import HubControl
import HubModel
import HubStore
import TestSupport
import Testing

@Suite struct AccessTests {
    @Test func `the first start makes one owner, and the second none`() async throws {
        let fixture = try await ControlFixture()
        #expect(fixture.owner.role == .owner)
        #expect(fixture.owner.rights == [.keys])
        #expect(fixture.token.hasPrefix("dst_"))
        #expect(try await fixture.control.firstStart(hub: fixture.hub) { _ in } == false)
    }

    @Test func `a first token that cannot be handed over is not made`() async throws {
        let fixture = try await ControlFixture()
        let other = try await ControlFixture(clock: fixture.clock)
        let control = try ControlFixture.control(
            .open(.memory, masterKey: .new(fixture.clock.world), world: fixture.clock.world),
            fixture.clock,
            domain: "devicestream.localhost"
        )
        await #expect(throws: HubError.self) {
            try await control.firstStart(hub: other.hub) { (_) throws(HubError) in throw HubError(.serverError, "full")
            }
        }
        #expect(try await control.firstStart(hub: other.hub) { _ in })
    }

    @Test func `a wrong token is refused, and after twenty times slowed down`() async throws {
        let fixture = try await ControlFixture()
        let access = fixture.control.access
        for _ in 0..<20 {
            let error = await #expect(throws: HubError.self) {
                try await access.authenticate(bearer: "dst_wrong", address: "10.0.0.1")
            }
            #expect(error?.code == .unauthorizedAccess)
        }
        let error = await #expect(throws: HubError.self) {
            try await access.authenticate(bearer: "dst_wrong", address: "10.0.0.1")
        }
        #expect(error?.code == .throttling)
        #expect(error?.retryAfter == .seconds(60))
        // Others behind the same address, and the same token from elsewhere, are not touched by it.
        #expect(try await access.authenticate(bearer: fixture.token, address: "10.0.0.1") == fixture.owner)
        let elsewhere = await #expect(throws: HubError.self) {
            try await access.authenticate(bearer: "dst_wrong", address: "10.0.0.2")
        }
        #expect(elsewhere?.code == .unauthorizedAccess)
        fixture.clock.advance(by: .seconds(61))
        let later = await #expect(throws: HubError.self) {
            try await access.authenticate(bearer: "dst_wrong", address: "10.0.0.1")
        }
        #expect(later?.code == .unauthorizedAccess)
    }

    @Test func `a token ends at its time, also one that was seen before`() async throws {
        let fixture = try await ControlFixture()
        let end = fixture.clock.now + .seconds(60)
        let bearer = try await fixture.bearer(.reader, expiresAt: end)
        _ = try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        fixture.clock.advance(by: .seconds(60))
        let error = await #expect(throws: HubError.self) {
            try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        }
        #expect(error?.code == .unauthorizedAccess)
        #expect(error?.message == "The token expired at \(end).")
    }

    @Test func `a revoked token is refused at once`() async throws {
        let fixture = try await ControlFixture()
        let bearer = try await fixture.bearer(.reader)
        let caller = try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        try await fixture.control.tokens.revoke(fixture.owner, caller.tokenID)
        await #expect(throws: HubError.self) {
            try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        }
    }

    @Test func `a token makes none that is wider than itself`() async throws {
        let fixture = try await ControlFixture()
        let tokens = fixture.control.tokens
        let second = try HubName("second")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: second))
        let end = fixture.clock.now + .seconds(60)
        let narrow = try await fixture.caller(.owner, rights: [], hubs: [fixture.hub], expiresAt: end)

        func code(_ creation: TokenCreation, _ caller: Caller) async -> ErrorCode? {
            do throws(HubError) {
                _ = try await tokens.create(caller, creation)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(await code(TokenCreation(name: "t", role: .owner, rights: [.keys]), narrow) == .forbidden)
        #expect(await code(TokenCreation(name: "t", role: .reader, hubs: [second]), narrow) == .hubNotFound)
        let later = TokenCreation(name: "t", role: .reader, expiresAt: end + .seconds(1))
        #expect(await code(later, narrow) == .forbidden)
        let made = try await tokens.create(narrow, TokenCreation(name: "t", role: .owner))
        #expect(made.hubs == [fixture.hub])
        #expect(made.expiresAt == end)
        #expect(made.rights == [])
        for role in [Role.endpointsRead, .reader, .operator] {
            let caller = try await fixture.caller(role)
            #expect(await code(TokenCreation(name: "t", role: .endpointsRead), caller) == .forbidden)
        }
        #expect(await code(TokenCreation(name: "", role: .reader), fixture.owner) == .argumentInvalid)
        #expect(await code(TokenCreation(name: "t", role: .reader, hubs: []), fixture.owner) == .argumentInvalid)
        let nowhere = TokenCreation(name: "t", role: .reader, hubs: [try HubName("nowhere")])
        #expect(await code(nowhere, fixture.owner) == .hubNotFound)
        // A scoped owner sees the tokens of its hub only.
        let seen = try await tokens.list(narrow, PageRequest()).value
        #expect(seen.allSatisfy { $0.hubs == [fixture.hub] })
        #expect(!seen.isEmpty)
    }

    @Test func `a hub that takes a removed one's name is closed to the old one's tokens`() async throws {
        let fixture = try await ControlFixture()
        let name = try HubName("second")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: name))
        let bearer = try await fixture.bearer(.owner, hubs: [name])
        let before = try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        _ = try await fixture.control.hubs.get(before, name)
        try await fixture.control.hubs.delete(fixture.owner, name, .none)
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: name))
        let caller = try await fixture.control.access.authenticate(bearer: bearer, address: "a")
        let error = await #expect(throws: HubError.self) { try await fixture.control.hubs.get(caller, name) }
        #expect(error?.code == .hubNotFound)
    }
}
