import HubModel
import HubStore
import TestSupport
import Testing

@testable import HubControl

@Suite(.timeLimit(.minutes(1))) struct DiagnosticSettingTests {
    private func failure(_ work: () async throws(HubError) -> Void) async -> HubError? {
        do throws(HubError) {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    @Test func `every hub has its own log from the beginning`() async throws {
        let hub = try await LoggingHub()
        let own = try await hub.get("default")
        #expect(own.destination == .local)
        #expect(own.categories == DiagnosticCategory.allCases)
        #expect(own.delivery == nil)
        let name = try HubName("second")
        _ = try await hub.fixture.control.hubs.create(hub.fixture.owner, HubCreation(name: name))
        let page = try await hub.settings.list(hub.fixture.owner, name, PageRequest())
        #expect(page.value.map(\.name) == [.standard])
    }

    @Test func `a record that nobody wants is not stored, and one that somebody wants is`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("default", [.deviceStreams], to: .local, secret: nil)
        try await hub.log(.connections, devices: ["a"])
        try await hub.log(.deviceStreams, devices: ["b"])
        try await hub.put("hook", [.connections])
        try await hub.log(.connections, devices: ["c"])
        let id = hub.id
        let stored = try await hub.fixture.store.read { (reading) throws(HubError) in
            try reading.activity(after: 0, limit: 10).filter { $0.hub == id }
        }
        #expect(stored.compactMap { $0.record.properties.deviceId?.text } == ["b", "c"])
        #expect(hub.settings.categories.shows(.deviceStreams, of: hub.id))
        #expect(!hub.settings.categories.shows(.connections, of: hub.id))
        #expect(hub.settings.categories.shows(.logIntegrity, of: hub.id))
    }

    @Test func `what a setting may not be is refused`() async throws {
        let hub = try await LoggingHub()
        hub.attach(Receiver())
        let file = DiagnosticDestination.file(LogFile(name: try LogFileName("a")))
        #expect(
            await failure { () throws(HubError) in try await hub.put("other", to: .local, secret: nil) }?.target
                == "destination.kind"
        )
        #expect(await failure { () throws(HubError) in try await hub.put("default") }?.target == "destination.kind")
        #expect(await failure { () throws(HubError) in try await hub.put("hook", []) }?.target == "categories")
        #expect(
            await failure { () throws(HubError) in try await hub.put("hook", [.connections, .connections]) }?.target
                == "categories"
        )
        #expect(await failure { () throws(HubError) in try await hub.put("hook", secret: nil) }?.target == "secret")
        #expect(await failure { () throws(HubError) in try await hub.put("file", to: file) }?.target == "secret")
        try await hub.put("file", to: file, secret: nil)
        #expect(
            await failure { () throws(HubError) in try await hub.put("file2", to: file, secret: nil) }?.code
                == .resourceConflict
        )
        try await hub.put("default", [], to: .local, secret: nil)
        for number in 0..<8 { try await hub.put("hook\(number)") }
        #expect(await failure { () throws(HubError) in try await hub.put("hook8") }?.code == .resourceConflict)
        let own = DiagnosticSettingName.standard
        #expect(
            await failure { () throws(HubError) in
                try await hub.settings.delete(hub.fixture.owner, hub.fixture.hub, own, .none)
            }?.code == .resourceConflict
        )
    }

    @Test func `a server without destinations says so`() async throws {
        let hub = try await LoggingHub()
        #expect(await failure { () throws(HubError) in try await hub.put("hook") }?.target == "destination.kind")
    }

    @Test func `conditions are those of the setting that stands there`() async throws {
        let hub = try await LoggingHub()
        hub.attach(Receiver())
        let absent = await failure { () throws(HubError) in try await hub.put("hook", onlyIf: .anyExisting) }
        #expect(absent?.code == .preconditionFailed)
        let first = try await hub.put("hook")
        let second = try await hub.put("hook", [.connections], onlyIf: .matching([first.etag]))
        #expect(second.createdAt == first.createdAt)
        #expect(second.etag != first.etag)
        let stale = await failure { () throws(HubError) in try await hub.put("hook", onlyIf: .matching([first.etag])) }
        #expect(stale?.code == .preconditionFailed)
    }

    @Test func `a secret is kept until another is given, and stands nowhere as it is`() async throws {
        let hub = try await LoggingHub()
        hub.attach(Receiver())
        try await hub.put("hook", secret: "first-secret-of-it")
        try await hub.put("hook", secret: nil)
        let (id, name) = (hub.id, try DiagnosticSettingName("hook"))
        func stored() async throws -> String? {
            try await hub.fixture.store.read { (reading) throws(HubError) in
                try reading.diagnosticSecret(hub: id, name)?.text
            }
        }
        #expect(try await stored() == "first-secret-of-it")
        try await hub.put("hook", secret: "second-secret-of-it")
        #expect(try await stored() == "second-secret-of-it")
        try await hub.put("hook", to: .file(LogFile(name: LogFileName("a"))), secret: nil)
        #expect(try await stored() == nil)
    }

    @Test func `a test sends one sample and tells what became of it`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("hook")
        let name = try DiagnosticSettingName("hook")
        let good = try await hub.settings.test(hub.fixture.owner, hub.fixture.hub, name)
        #expect(good.succeeded)
        #expect(good.status == 200)
        #expect(receiver.taken.map(\.items.count) == [1])
        #expect(receiver.taken.first?.items.first?.record.operationName == .diagnosticTest)
        receiver.fail(DiagnosticFailure("The webhook answered 500.", status: 500))
        let bad = try await hub.settings.test(hub.fixture.owner, hub.fixture.hub, name)
        #expect(!bad.succeeded)
        #expect(bad.status == 500)
        #expect(bad.message == "The webhook answered 500.")
        #expect(receiver.timesClosed == 2)
        #expect(try await hub.get("hook").delivery?.delivered == 0)
    }
}
