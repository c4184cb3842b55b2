import JMESPath

/// What `show` makes of the server's answers.
enum EndpointList {
    static let shape = TableShape(
        rowsAt: ["endpoints"],
        [
            .init("Endpoint", "url"), .init("ServiceArea", "serviceArea"), .init("State", "state"),
            .init("Effective", "effective"), .init("Retires", "retires"),
        ],
        isForTSV: true
    )

    /// The list with host names in the place of URLs.
    static func hosts(_ streams: JSONValue) -> JSONValue {
        replacing(streams, "streamingEndpoints") { list in
            .array((list.elements ?? []).map { url in url.stringValue.map { .string(host(of: $0)) } ?? url })
        }
    }

    /// Adds `mainEndpoint` and `endpoints` from the allowlist: no key that was there changes.
    static func adding(_ allowlist: JSONValue, to streams: JSONValue, hostsOnly: Bool) -> JSONValue {
        let records = (allowlist["value"]?.elements ?? []).filter { $0["required"]?.boolValue ?? true }
        let endpoints = records.flatMap { record in
            (record["urls"]?.elements ?? []).compactMap(\.stringValue).map { host in
                endpoint(record, hostsOnly ? host : url(host, ports: record["tcpPorts"]?.stringValue))
            }
        }
        let main = endpoints.first { $0["serviceArea"]?.stringValue == "Main" }
        var members = streams.members ?? []
        members.append(("endpoints", .array(endpoints)))
        members.append(("mainEndpoint", main?["url"] ?? .null))
        return .make(members)
    }

    private static func endpoint(_ record: JSONValue, _ place: String) -> JSONValue {
        let kept = ["effective", "retires", "serviceArea", "state"]
        return .make([("url", .string(place))] + kept.map { ($0, record[$0] ?? .null) })
    }

    private static func url(_ host: String, ports: String?) -> String {
        let port = ports?.split(separator: ",").first.map(String.init) ?? "443"
        return port == "443" ? "https://" + host : "https://" + host + ":" + port
    }

    /// The host of an https URL, without scheme, port and path.
    static func host(of url: String) -> String {
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url[...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func replacing(
        _ object: JSONValue,
        _ name: String,
        with change: (JSONValue) -> JSONValue
    ) -> JSONValue {
        .make((object.members ?? []).map { $0.0 == name ? ($0.0, change($0.1)) : $0 })
    }
}
