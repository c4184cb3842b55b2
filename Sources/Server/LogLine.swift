import HubModel
import Logging

/// One event of the log.
struct LogLine {
    let time: Timestamp
    let level: Logger.Level
    let message: String
    /// In the order in which they are written.
    let fields: [(key: String, value: String)]

    /// A value longer than this is cut: a line is for finding the place, not for keeping what was sent.
    static let maximumValueLength = 4096
    /// What every line has, in JSON.
    private static let ownKeys: Set<String> = ["time", "level", "message"]

    /// For people.
    ///
    /// `2026-11-26T19:36:33.123Z info stream closed hub.id=hub reason="closed by the device"`
    var text: String {
        var line = time.description + " " + level.rawValue + " " + VisibleText.show(message)
        for (key, value) in fields { line += " " + VisibleText.show(key) + "=" + Self.quoted(value) }
        return line + "\n"
    }

    /// For programs.
    ///
    /// `{"time":"…","level":"info","message":"stream closed","hub.id":"hub"}`
    ///
    /// A field with the name of one that every line has stands behind `field.`.
    var json: String {
        var line = ""
        // More than nearly every line has.
        line.reserveCapacity(512)
        line += "{\"time\":\"" + time.description + "\",\"level\":\"" + level.rawValue + "\",\"message\":"
        line += Self.jsonText(message)
        for (key, value) in fields {
            line += "," + Self.jsonText(Self.ownKeys.contains(key) ? "field." + key : key) + ":" + Self.jsonText(value)
        }
        return line + "}\n"
    }

    /// A word as it is, anything else in quotes.
    private static func quoted(_ value: String) -> String {
        let shown = VisibleText.show(value, limit: maximumValueLength)
        let isWord =
            !shown.isEmpty && shown.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        return isWord ? shown : "\"" + shown.replacing("\"", with: "\\\"") + "\""
    }

    /// A string of JSON (RFC 8259 §7) in which nothing that moves a cursor or turns text round stands as itself.
    private static func jsonText(_ value: String) -> String {
        if value.utf8.count <= maximumValueLength, value.utf8.allSatisfy(isPlain) { return "\"" + value + "\"" }
        var output = "\""
        for (index, scalar) in value.unicodeScalars.enumerated() {
            guard index < maximumValueLength else {
                output += "…"
                break
            }
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default:
                guard VisibleText.isDangerous(scalar) else {
                    output.unicodeScalars.append(scalar)
                    continue
                }
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return output + "\""
    }

    /// Whether it stands for itself: nearly all that is logged does.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
