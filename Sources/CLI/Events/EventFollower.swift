import HubClient
import HubModel
import JMESPath

/// Follows server-sent events over as many connections as it takes, and prints what they hold.
final class EventFollower {
    /// Between two connections: a server that restarts is back within seconds.
    private static let pause = Duration.seconds(1)
    /// Connections in a row that come to nothing, before it is given up: half a minute of a server that is away.
    private static let patience = 30

    /// Takes an event; whether it is the first of its connection.
    typealias Taker = (EventReader.Event, Bool) throws(HubError) -> Void

    private let session: Session
    private let limit: Int?
    private var count = 0

    /// Ends after `limit` values.
    init(_ session: Session, limit: Int?) {
        self.session = session
        self.limit = limit
    }

    /// Asks again and again for what `request` gives; returns when enough was printed.
    func follow(_ request: () -> HubRequest, _ take: @escaping Taker) throws {
        let client = try session.client()
        var failures = 0
        while true {
            let before = count
            var reader = EventReader()
            var isFirst = true
            do {
                let sink: ManagementClient.Sink = { bytes throws(HubError) in
                    failures = 0
                    for event in try reader.read(bytes) {
                        try take(event, isFirst)
                        isFirst = false
                    }
                }
                _ = try client.send(request(), to: sink)
            } catch {
                guard limit.map({ count < $0 }) ?? true else { return }
                guard Self.mayPass(error.error.code), failures < Self.patience else { throw error }
                session.info("the connection ended: \(error.error.message)")
            }
            if count == before { failures += 1 }
            client.pause(Self.pause)
        }
    }

    /// Prints a value: a line of JSON, or of these words where a table is wanted.
    func print(_ value: JSONValue, words: (JSONValue) -> [String?]) throws(HubError) {
        if session.global.output == .table {
            let parts = words(value).compactMap { $0 }.filter { !$0.isEmpty }
            try session.console.write(Array((VisibleText.show(parts.joined(separator: "  ")) + "\n").utf8))
        } else {
            try session.write(.array([value]), nil, as: .jsonl)
        }
        count += 1
        // A transfer is ended by an error of its sink; which one, nobody is told.
        if let limit, count >= limit { throw HubError(.requestTimeout, "Enough was shown.") }
    }

    /// Whether another connection may do better.
    private static func mayPass(_ code: ErrorCode) -> Bool {
        switch code {
        case .serverUnreachable, .clientTimeout, .serviceUnavailable, .serverError, .responseNotUnderstood: true
        default: false
        }
    }
}

extension JSONValue {
    /// The text at a path of member names; `nil` where there is nothing.
    func words(_ path: String...) -> String? {
        at(path).flatMap { $0.stringValue ?? ($0.isNull ? nil : $0.compactText) }
    }
}
