import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/diagnosticSettings`.
enum DiagnosticSettingRoutes {
    private static let collection = "/v1/hubs/{hub}/diagnosticSettings"
    private static let item = collection + "/{name}"

    static let all = [
        Route(.get, collection, "listDiagnosticSettings", query: ListParameter.all, list),
        Route(.get, item, "getDiagnosticSetting", get),
        Route(.put, item, "putDiagnosticSetting", put),
        Route(.delete, item, "deleteDiagnosticSetting", delete),
        Route(.post, item + "/test", "testDiagnosticSetting", body: Route.Body.none, test),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.diagnostics.list(caller, exchange.hub, exchange.page()))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.diagnostics.get(caller, exchange.hub, name(exchange)))
    }

    @Sendable private static func put(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let (setting, isNew) = try await exchange.control.diagnostics.put(
            caller,
            hub,
            name(exchange),
            exchange.decode(DiagnosticSettingRequest.self),
            exchange.fields.precondition()
        )
        guard isNew else { return try .resource(setting) }
        return try .created(setting, at: ["v1", "hubs", hub.text, "diagnosticSettings", setting.name.text])
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.control.diagnostics.delete(
            caller,
            exchange.hub,
            name(exchange),
            exchange.fields.precondition()
        )
        return .noContent
    }

    @Sendable private static func test(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        var reply = try await Reply.content(
            exchange.control.diagnostics.test(caller, exchange.hub, name(exchange))
        )
        // It says how it went this time.
        reply.validator = .none
        return reply
    }

    private static func name(_ exchange: Exchange) throws(HubError) -> DiagnosticSettingName {
        try DiagnosticSettingName(exchange.parameters[1], target: "name")
    }
}

extension DiagnosticSettingResource: EntityTagged {
    /// Records are delivered without the setting being changed.
    var representationTag: String {
        guard let delivery else { return etag }
        let failed = delivery.lastFailedAt?.milliseconds ?? 0
        return "\(etag).\(delivery.delivered)-\(delivery.dropped)-\(failed)"
    }
}
