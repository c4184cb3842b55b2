import HubClient
import HubModel
import JMESPath

/// Follows a log over as many connections as it takes, and prints what comes.
final class LogFollower {
    /// Between two connections: a server that restarts is back within seconds.
    private static let pause = Duration.seconds(1)
    /// Connections in a row that come to nothing, before it is given up: half a minute of a server that is away.
    private static let patience = 30

    private let session: Session
    private let limit: Int?
    private let isTable: Bool
    private var last: Int64?
    private var count = 0

    init(_ session: Session, limit: Int?, isTable: Bool) {
        self.session = session
        self.limit = limit
        self.isTable = isTable
    }

    func follow(_ hub: HubName, _ filter: LogFilter) throws {
        let client = try session.client()
        var failures = 0
        while true {
            let before = count
            var reader = EventReader()
            do {
                let sink: ManagementClient.Sink = { bytes throws(HubError) in
                    failures = 0
                    for event in try reader.read(bytes) { try self.show(event) }
                }
                _ = try client.send(.tailLogs(hub, filter, after: last), to: sink)
            } catch {
                guard limit.map({ count < $0 }) ?? true else { return }
                guard Self.mayPass(error.error.code), failures < Self.patience else { throw error }
                session.info("the connection ended: \(error.error.message)")
            }
            if count == before { failures += 1 }
            client.pause(Self.pause)
        }
    }

    /// Whether another connection may do better.
    private static func mayPass(_ code: ErrorCode) -> Bool {
        switch code {
        case .serverUnreachable, .clientTimeout, .serviceUnavailable, .serverError, .responseNotUnderstood: true
        default: false
        }
    }

    private func show(_ event: EventReader.Event) throws(HubError) {
        guard let record = JSONValue.read(event.data) else {
            throw HubError(.responseNotUnderstood, "The server sent an event that is not JSON.")
        }
        if isTable {
            try session.console.write(Array((Self.line(record) + "\n").utf8))
        } else {
            try session.write(.array([record]), nil, as: .jsonl)
        }
        last = event.id.flatMap { Int64($0) } ?? last
        count += 1
        // A transfer is ended by an error of its sink; which one, nobody is told.
        if let limit, count >= limit { throw HubError(.requestTimeout, "Enough was shown.") }
    }

    /// A record in a line of words.
    private static func line(_ record: JSONValue) -> String {
        func text(_ path: String...) -> String? {
            record.at(path).flatMap { $0.stringValue ?? ($0.isNull ? nil : $0.compactText) }
        }
        let bytes = text("properties", "bytesFromDevice").map {
            "\($0) bytes from the device, \(text("properties", "bytesFromService") ?? "0") from the service"
        }
        let parts = [
            text("TimeGenerated"), text("Level"), text("OperationName"), text("properties", "deviceId"),
            text("ResultType"), text("properties", "stage").map { "in " + $0 }, text("ResultDescription"), bytes,
            text("properties", "caller"), text("properties", "trackingId"),
        ]
        return VisibleText.show(parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  "))
    }
}
