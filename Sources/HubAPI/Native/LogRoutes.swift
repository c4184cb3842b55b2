import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import NIOCore

/// `/v1/hubs/{hub}/logs`: the activity log, its chain and its tail.
enum LogRoutes {
    private static let collection = "/v1/hubs/{hub}/logs"
    private static let filters = LogFilter.Parameter.allCases.map(\.rawValue)

    static let all = [
        Route(.get, collection, "listLogs", query: filters + ListParameter.all, list),
        Route(.get, collection + "/{sequence}", "getLog", get),
        Route(.get, collection + "/tail", "tailLogs", query: filters, isStreamed: true, tail),
        Route(.get, collection + "/chain", "getLogChain", query: ["from"] + ListParameter.all, chain),
        Route(.get, collection + "/checkpoints", "listLogCheckpoints", query: ListParameter.all, checkpoints),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let (hub, filter, page) = (try exchange.hub, try filter(exchange), try exchange.page())
        let logs = exchange.control.logs
        return try await exchange.reply(
            exchange.client.cancelling { () throws(HubError) in try await logs.list(caller, hub, filter, page) }
        )
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let sequence = try sequence(exchange.parameters[1], "sequence")
        return try await .content(exchange.control.logs.get(caller, exchange.hub, sequence))
    }

    @Sendable private static func chain(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let from = try exchange.query["from"].map { text throws(HubError) in try sequence(text, "from") } ?? 1
        return try await exchange.reply(
            exchange.control.logs.chain(caller, exchange.hub, from: from, exchange.page())
        )
    }

    @Sendable private static func checkpoints(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.logs.checkpoints(caller, exchange.hub, exchange.page()))
    }

    @Sendable private static func tail(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let after = try exchange.fields[.lastEventID].map { text throws(HubError) in
            try sequence(text, "Last-Event-ID", from: 0)
        }
        let tail = try await exchange.control.logs.tail(caller, exchange.hub, filter(exchange), after: after)
        return .events(EventStream(tail, exchange.client, exchange.logger))
    }

    private static func filter(_ exchange: Exchange) throws(HubError) -> LogFilter {
        func text(_ parameter: LogFilter.Parameter) -> String? { exchange.query[parameter.rawValue] }
        func time(_ parameter: LogFilter.Parameter) throws(HubError) -> Timestamp? {
            guard let text = text(parameter) else { return nil }
            guard let time = Timestamp(text) else {
                throw exchange.query.invalid(parameter.rawValue, text, "a time such as 2026-12-01T08:00:00Z")
            }
            return time
        }
        var filter = LogFilter()
        filter.from = try time(.from)
        filter.to = try time(.to)
        filter.category = try exchange.query.word("category", ActivityRecord.Category.self)?.rawValue
        filter.level = try exchange.query.word("level", ActivityRecord.Level.self)?.rawValue
        filter.device = try text(.deviceId).map { text throws(HubError) in try DeviceID(text, target: "deviceId") }
        filter.trackingID = text(.trackingId)
        filter.caller = text(.caller)
        filter.result = text(.result)
        filter.text = text(.text)
        return filter
    }

    private static func sequence(_ text: String, _ target: String, from least: Int64 = 1) throws(HubError) -> Int64 {
        guard let number = Int64(text), number >= least else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(text, limit: 64))' is not the number of a record: it is from \(least).",
                target: target
            )
        }
        return number
    }
}

extension HTTPField.Name {
    /// The last event that a client of an event stream saw (WHATWG HTML §9.2.4).
    fileprivate static let lastEventID: HTTPField.Name = {
        guard let name = HTTPField.Name("Last-Event-ID") else { preconditionFailure("no name of a field") }
        return name
    }()
}
