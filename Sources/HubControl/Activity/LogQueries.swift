package import HubModel
import HubStore
import LogQuery
import Synchronization

/// Queries of the activity log in the language of Log Analytics.
package final class LogQueries: Sendable {
    /// How long one may take: a person waits no longer.
    static let maximumDuration = Duration.seconds(10)
    /// How many are answered at once: the store has eight connections that read, and logins need some of them.
    static let maximumAtOnce = 3

    private let hubs: HubDirectory
    private let activity: ActivityLog
    private let limit: Duration
    private let running = Mutex(0)

    init(hubs: HubDirectory, activity: ActivityLog, limit: Duration = maximumDuration) {
        self.hubs = hubs
        self.activity = activity
        self.limit = limit
    }

    /// Answers a query about the records of a hub.
    ///
    /// Throws `ArgumentInvalid` that says where the query cannot be understood, `RequestTimeout` where it takes too
    /// long, and `ThrottlingException` where too many are being answered.
    package func answer(
        _ caller: Caller,
        _ hub: HubName,
        _ request: LogQueryRequest
    ) async throws(HubError) -> LogQueryAnswer {
        try caller.require(.reader)
        let hubID = try hubs.snapshot(caller, hub).hub.id
        let now = hubs.world.now
        let plan = try LogPlan(parsing: request.query, now: now)
        let range = request.timespan?.range(now: now)
        try enter()
        defer { running.withLock { $0 -= 1 } }
        // What happened a moment ago is found, too.
        await activity.write()
        return try await hubs.store.read(within: limit, orThrow: Self.late(limit)) { (reading) throws(HubError) in
            try reading.queryLog(hub: hubID, plan, in: range)
        }
    }

    /// How many are being answered.
    var answering: Int { running.withLock { $0 } }

    private func enter() throws(HubError) {
        let isFree = running.withLock { running in
            guard running < Self.maximumAtOnce else { return false }
            running += 1
            return true
        }
        guard isFree else {
            throw HubError(
                .throttling,
                "The server answers \(Self.maximumAtOnce) queries of the log already.",
                retryAfter: .seconds(1)
            )
        }
    }

    private static func late(_ limit: Duration) -> HubError {
        HubError(
            .requestTimeout,
            "The query took longer than \(limit.components.seconds) s and was given up.",
            target: "query",
            hint: "Ask about fewer records, such as: | where TimeGenerated > ago(1h)"
        )
    }
}
