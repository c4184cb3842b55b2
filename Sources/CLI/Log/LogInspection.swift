import HubClient
import HubModel
import JMESPath

/// Fetches a hub's chain and verifies it.
struct LogInspection {
    /// How often the beginning is read anew, because retention removed records while they were read.
    private static let attempts = 5

    private let session: Session
    private let hub: HubName
    private let written: LogCheckpoint?

    init(_ session: Session, _ hub: HubName, written: LogCheckpoint?) {
        self.session = session
        self.hub = hub
        self.written = written
    }

    func report() throws -> LogReport {
        var attempt = 1
        while true {
            let checkpoints: [LogCheckpoint] = try all(.listLogCheckpoints(hub, top: Session.maximumPage))
            let latest = checkpoints.last { $0.kind == .retention }?.sequence
            do {
                var verifier = try LogVerifier(hub: hub, checkpoints: checkpoints, written: written)
                return .whole(hub, try read(&verifier), checkpoints: checkpoints.count, written: written)
            } catch let problem as LogVerifier.Problem {
                // A gap that retention has signed for is none: the next reading begins behind it.
                let now: [LogCheckpoint] = try all(.listLogCheckpoints(hub, top: Session.maximumPage))
                let cut = now.last { $0.kind == .retention }?.sequence
                guard problem.isGap, cut != latest, attempt < Self.attempts else {
                    return .broken(hub, problem, checkpoints: checkpoints.count)
                }
                attempt += 1
            }
        }
    }

    private func read(_ verifier: inout LogVerifier) throws -> LogVerifier.Verdict {
        let progress = session.progress()
        defer { progress.end() }
        let request = HubRequest.logChain(hub, from: verifier.chain.sequence + 1, top: Session.maximumPage)
        try pages(request) { (entry: LogChainEntry) in
            try verifier.read(entry)
            progress.update("\(entry.sequence) records")
        }
        return try verifier.finished()
    }

    private func all<Element: Codable & Equatable & Sendable>(_ request: HubRequest) throws -> [Element] {
        var elements: [Element] = []
        try pages(request) { elements.append($0) }
        return elements
    }

    /// The elements of a list, page after page: exactly as they were sent, which hashes need.
    private func pages<Element: Codable & Equatable & Sendable>(
        _ request: HubRequest,
        _ each: (Element) throws -> Void
    ) throws {
        let client = try session.client()
        var response = try client.send(request)
        while true {
            let page = try RestJSON.decode(Page<Element>.self, from: response.body)
            for element in page.value { try each(element) }
            guard let link = page.nextLink else { return }
            response = try client.follow(nextLink: link)
        }
    }
}
