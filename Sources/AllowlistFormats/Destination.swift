import HubModel

/// A host and a port that must be reached.
///
/// Host and addresses were checked when it was made: nothing in them means anything to a firewall's own language.
struct Destination: Equatable, Sendable {
    let record: AllowlistRecord
    let host: String
    let port: Int
    let ranges: [AddressRange]

    /// `record 2, Streaming, active: hub.local-001.streams.example.com port 8443, addresses from DNS`, for a comment.
    var description: String {
        var text = "record \(record.id), \(record.serviceArea.rawValue), \(record.state.rawValue)"
        if record.state == .upcoming { text += " from \(record.effective)" }
        if let retires = record.retires { text += " until \(retires)" }
        if !record.required { text += ", not required" }
        text += ": \(host) port \(port)"
        if record.ipsSource == .dns { text += ", addresses from DNS" }
        if let notes = record.notes, !notes.isEmpty { text += " (" + CommentText.of(notes) + ")" }
        return text
    }

    /// All that a record stands for: each of its hosts at each of its ports.
    ///
    /// Throws `ServerError` for a record that holds anything else than names, ports and addresses.
    static func all(of record: AllowlistRecord) throws(HubError) -> [Destination] {
        var ports: [Int] = []
        for text in record.tcpPorts.split(separator: ",", omittingEmptySubsequences: false) {
            guard let port = Int(text), (1...65_535).contains(port) else {
                throw broken(record, "'\(text)' is no port")
            }
            ports.append(port)
        }
        var ranges: [AddressRange] = []
        for text in record.ips {
            guard let range = AddressRange(text) else { throw broken(record, "'\(text)' is no address range") }
            ranges.append(range)
        }
        var all: [Destination] = []
        for host in record.urls {
            guard HostNaming.isHostName(host) else { throw broken(record, "'\(host)' is no host name") }
            all += ports.map { Destination(record: record, host: host.lowercased(), port: $0, ranges: ranges) }
        }
        return all
    }

    private static func broken(_ record: AllowlistRecord, _ problem: String) -> HubError {
        HubError(.serverError, "The allowlist could not be written.", detail: "record \(record.id): \(problem)")
    }
}
