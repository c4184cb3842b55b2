import HubClient
import HubModel
import JMESPath

/// Follows a log, and prints each record as it comes.
final class LogFollower {
    private let follower: EventFollower
    private var last: Int64?

    init(_ follower: EventFollower) { self.follower = follower }

    func follow(_ hub: HubName, _ filter: LogFilter) throws {
        try follower.follow {
            .tailLogs(hub, filter, after: self.last)
        } _: { event, _ throws(HubError) in
            guard let record = JSONValue.read(event.data) else {
                throw HubError(.responseNotUnderstood, "The server sent an event that is not JSON.")
            }
            // A connection that breaks behind this record goes on with the next.
            self.last = event.id.flatMap { Int64($0) } ?? self.last
            try self.follower.print(record, words: Self.words)
        }
    }

    /// A record in words.
    private static func words(_ record: JSONValue) -> [String?] {
        let bytes = record.words("properties", "bytesFromDevice").map {
            "\($0) bytes from the device, \(record.words("properties", "bytesFromService") ?? "0") from the service"
        }
        return [
            record.words("TimeGenerated"), record.words("Level"), record.words("OperationName"),
            record.words("properties", "deviceId"), record.words("ResultType"),
            record.words("properties", "stage").map { "in " + $0 }, record.words("ResultDescription"), bytes,
            record.words("properties", "caller"), record.words("properties", "trackingId"),
        ]
    }
}
