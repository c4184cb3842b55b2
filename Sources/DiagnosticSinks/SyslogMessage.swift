import HubControl
import HubModel

/// A record as a message of syslog (RFC 5424 §6).
enum SyslogMessage {
    /// More does not fit into one datagram over IPv4 (65,535 less the headers of IP and UDP).
    static let maximumDatagramBytes = 65_507
    private static let application = "devicestream"
    /// The number 32473 stands in for one that IANA gives to an enterprise (RFC 5612 §2).
    private static let elementID = "devicestream@32473"
    /// RFC 5424 §6: as long as these fields may be.
    private static let maximumHostLength = 255
    private static let maximumMessageIDLength = 32

    /// `<PRI>1 TIME HOST devicestream - OPERATION [devicestream@32473 …] BOM JSON`; cut at a character's end where it
    /// would be longer than `limit`.
    static func make(
        _ item: DiagnosticBatch.Item,
        host: String,
        facility: SyslogReceiver.Facility,
        limit: Int = .max
    ) -> [UInt8] {
        let record = item.record
        let priority = facility.number * 8 + severity(record.level)
        var text = "<\(priority)>1 \(record.time) \(word(host, maximumHostLength)) \(application) - "
        text += word(record.operationName.rawValue, maximumMessageIDLength) + " " + element(item) + " "
        // The byte order mark says that UTF-8 follows (RFC 5424 §6.4).
        var bytes = Array(text.utf8) + [0xEF, 0xBB, 0xBF] + item.json
        guard bytes.count > limit else { return bytes }
        var end = limit
        // A byte of the form 10…… is in the middle of a character (RFC 3629 §3).
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        bytes.removeSubrange(end...)
        return bytes
    }

    /// Its number in RFC 5424 §6.2.1.
    static func severity(_ level: ActivityRecord.Level) -> Int {
        switch level {
        case .error: 3
        case .warning: 4
        case .information: 6
        }
    }

    /// What receivers sort by, without reading JSON.
    private static func element(_ item: DiagnosticBatch.Item) -> String {
        let properties = item.record.properties
        let parameters: [(String, String?)] = [
            ("hub", item.record.hub.text), ("category", item.record.category.rawValue),
            ("resultType", item.record.resultType), ("deviceId", properties.deviceId?.text),
            ("moduleId", properties.moduleId?.text), ("streamId", properties.streamId?.text),
            ("trackingId", properties.trackingId), ("sequence", item.sequence.map(String.init)),
        ]
        var text = "[" + elementID
        for (name, value) in parameters {
            guard let value else { continue }
            text += " \(name)=\"\(escaped(value))\""
        }
        return text + "]"
    }

    /// A value within quotes (RFC 5424 §6.3.3); control characters are made visible.
    static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in VisibleText.show(value, limit: 256).unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar == "]" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// A field of the header: visible ASCII without space, `-` where it is empty.
    private static func word(_ text: String, _ limit: Int) -> String {
        let bytes = text.utf8.filter { $0 > 0x20 && $0 < 0x7F }.prefix(limit)
        return bytes.isEmpty ? "-" : String(decoding: bytes, as: UTF8.self)
    }
}
