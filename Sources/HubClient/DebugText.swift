import CCurl
import HubModel

/// The lines of `--debug`: what goes over the wire but for bodies and secrets.
struct DebugText {
    /// Fields whose values prove who somebody is.
    private static let secretFields: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie",
    ]

    let secret: Secret?
    let write: (String) -> Void

    /// Shows text of several lines, each with a mark in front.
    func show(_ mark: String, _ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            write(mark + VisibleText.show(redacted(String(line))))
        }
    }

    /// When each step of a transfer was done.
    func show(timesOf handle: CurlHandle) {
        let steps: [(String, CURLINFO)] = [
            ("dns", CURLINFO_NAMELOOKUP_TIME_T), ("connect", CURLINFO_CONNECT_TIME_T),
            ("tls", CURLINFO_APPCONNECT_TIME_T), ("first byte", CURLINFO_STARTTRANSFER_TIME_T),
            ("total", CURLINFO_TOTAL_TIME_T),
        ]
        let texts = steps.map { name, info in name + " " + Self.milliseconds(handle.time(info)) }
        write("* times: " + texts.joined(separator: ", "))
    }

    /// A line without secrets: values of fields that carry them, passwords in URLs, and the token wherever it stands.
    func redacted(_ line: String) -> String {
        var line = Self.withoutUserInformation(line)
        if let colon = line.firstIndex(of: ":"), Self.secretFields.contains(line[..<colon].lowercased()) {
            line = line[...colon] + " <redacted>"
        }
        guard let token = secret?.bytes, !token.isEmpty else { return line }
        return Self.replace(token, in: Array(line.utf8))
    }

    /// The text with `<redacted>` for user and password of every URL in it, such as a proxy's.
    static func withoutUserInformation(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let slashes = rest.firstRange(of: "://") {
            output += rest[..<slashes.upperBound]
            rest = rest[slashes.upperBound...]
            let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "'" && $0 != "\"" && !$0.isWhitespace }
            // The last one: a password may hold another.
            guard let at = authority.lastIndex(of: "@") else { continue }
            output += "<redacted>"
            rest = rest[at...]
        }
        return output + rest
    }

    private static func replace(_ secret: [UInt8], in line: [UInt8]) -> String {
        var output: [UInt8] = []
        var index = 0
        while index < line.count {
            if line[index...].starts(with: secret) {
                output += "<redacted>".utf8
                index += secret.count
            } else {
                output.append(line[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        let tenths = microseconds / 100
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
