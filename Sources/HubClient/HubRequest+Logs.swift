package import HubModel

/// The activity log of a hub.
extension HubRequest {
    package static func listLogs(_ hub: HubName, _ filter: LogFilter, top: Int?) -> HubRequest {
        logs([hub.text, "logs"], filter, top: top)
    }

    package static func getLog(_ hub: HubName, _ sequence: Int64) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "logs", String(sequence))
    }

    /// The log as it grows: server-sent events, without end.
    ///
    /// The server says something every 15 s.
    package static func tailLogs(_ hub: HubName, _ filter: LogFilter, after sequence: Int64?) -> HubRequest {
        var request = logs([hub.text, "logs", "tail"], filter, top: nil)
        request.fields.append(Field("Accept", "text/event-stream"))
        if let sequence { request.fields.append(Field("Last-Event-ID", String(sequence))) }
        return request
    }

    package static func logChain(_ hub: HubName, from sequence: Int64, top: Int) -> HubRequest {
        HubRequest(
            .get,
            "hubs",
            hub.text,
            "logs",
            "chain",
            query: ["from": String(sequence), "$top": String(top)]
        )
    }

    package static func listLogCheckpoints(_ hub: HubName, top: Int) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "logs", "checkpoints", query: ["$top": String(top)])
    }

    private static func logs(_ segments: [String], _ filter: LogFilter, top: Int?) -> HubRequest {
        let target = RequestTarget.make(
            ["v1", "hubs"] + segments,
            query: [
                "from": filter.from?.description,
                "to": filter.to?.description,
                "category": filter.category,
                "level": filter.level,
                "deviceId": filter.device?.text,
                "trackingId": filter.trackingID,
                "caller": filter.caller,
                "result": filter.result,
                "text": filter.text,
                "$top": top.map(String.init),
            ]
        )
        return HubRequest(.get, target: target)
    }
}
