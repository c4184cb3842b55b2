package import HubModel

/// Streams to devices.
extension HubRequest {
    /// Its answer comes when the device has answered, at the end of all that the body allows at the latest.
    package static func openStream(
        _ hub: HubName,
        _ device: DeviceID,
        _ creation: StreamCreation,
        trace: TraceContext? = nil
    ) throws(HubError) -> HubRequest {
        var request = try HubRequest(.post, "hubs", hub.text, "devices", device.text, "streams").sending(creation)
        if let trace { request.fields.append(Field(TraceContext.headerName, trace.description)) }
        request.waits = .seconds((creation.waitOnlineSeconds ?? 0) + StreamCreation.maximumTimeout)
        return request
    }

    package static func listStreams(_ hub: HubName, _ filter: StreamFilter, top: Int?) -> HubRequest {
        HubRequest(
            .get,
            "hubs",
            hub.text,
            "streams",
            query: [
                "state": filter.state?.rawValue,
                "deviceId": filter.device?.text,
                "$top": top.map(String.init),
            ]
        )
    }

    /// The streams as they change: server-sent events, without end, of which each is a page.
    ///
    /// The first of a connection is the page of all that live and the latest that ended. The server says something every
    /// 15 s.
    package static func followStreams(_ hub: HubName) -> HubRequest {
        var request = HubRequest(.get, "hubs", hub.text, "streams", "events")
        request.fields.append(Field("Accept", "text/event-stream"))
        return request
    }

    package static func getStream(_ hub: HubName, _ id: StreamID) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "streams", id.text)
    }

    package static func closeStream(
        _ hub: HubName,
        _ id: StreamID,
        _ closing: StreamClosing
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "streams", id.text, "close").sending(closing)
    }
}
