import HubModel

/// Reads server-sent events (WHATWG HTML §9.2.6), of which ours use `id` and `data` in lines that end with a line feed.
struct EventReader {
    struct Event: Equatable {
        var id: String?
        var data: [UInt8]
    }

    /// The longest is a page of 1100 streams, each of which has 3 kilobytes at most; what is longer is not one of our
    /// servers' events.
    static let maximumBytes = 4 << 20

    private var line: [UInt8] = []
    private var id: String?
    private var data: [UInt8] = []

    /// The events that are complete with these bytes.
    mutating func read(_ bytes: some Sequence<UInt8>) throws(HubError) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                guard line.count + data.count < Self.maximumBytes else {
                    throw HubError(.responseNotUnderstood, "The server sent an event that is too long.")
                }
                line.append(byte)
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.isEmpty {
                if !data.isEmpty { events.append(Event(id: id, data: data)) }
                data = []
            } else {
                field()
            }
            line = []
        }
        return events
    }

    private mutating func field() {
        // A line that begins with a colon is a comment.
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return }
        var value = line[(colon + 1)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "id": id = String(decoding: value, as: UTF8.self)
        case "data": data += Array(value)
        default: break
        }
    }
}
