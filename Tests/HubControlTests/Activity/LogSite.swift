import HubControl
import HubModel
import TestSupport
import Testing

@testable import HubStore

/// A hub whose log a test fills and reads.
struct LogSite {
    let fixture: ControlFixture

    init(_ fixture: ControlFixture) { self.fixture = fixture }

    /// Requests that fail, because there is no such device: a record each.
    func fail(_ devices: [String], trackingID: String = "t") async {
        for device in devices {
            // That it fails is what is wanted.
            _ = try? await fixture.control.streams.open(
                fixture.owner,
                fixture.hub,
                DeviceID(device),
                StreamCreation(),
                address: "192.0.2.1",
                trackingID: trackingID
            )
        }
        await fixture.control.activity.write()
    }

    func list(_ filter: LogFilter = LogFilter(), _ page: PageRequest? = nil) async throws -> ListPage<LogRecord> {
        try await fixture.control.logs.list(fixture.owner, fixture.hub, filter, page ?? PageRequest())
    }

    /// Changes the database as somebody else might.
    func tamper(_ sql: String...) async throws {
        try await fixture.store.write { (writing) throws(HubError) in
            for statement in sql { try writing.connection.execute(statement) }
        }
    }

    /// Verifies the log as a client does.
    func verdict(written: LogCheckpoint? = nil) async throws -> LogVerifier.Verdict {
        let (logs, owner, hub) = (fixture.control.logs, fixture.owner, fixture.hub)
        let checkpoints = try await logs.checkpoints(owner, hub, PageRequest(top: 1000)).value
        var verifier = try LogVerifier(hub: hub, checkpoints: checkpoints, written: written)
        let from = verifier.chain.sequence + 1
        for entry in try await logs.chain(owner, hub, from: from, PageRequest(top: 1000)).value {
            try verifier.read(entry)
        }
        return try verifier.finished()
    }

    /// The first record that is affected; `nil` where nothing is wrong.
    func firstBad(written: LogCheckpoint? = nil) async throws -> Int64? {
        do {
            _ = try await verdict(written: written)
            return nil
        } catch let problem as LogVerifier.Problem {
            return problem.sequence
        }
    }
}
