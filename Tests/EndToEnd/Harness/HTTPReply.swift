import Foundation

/// A response as `curl -i` and `openssl s_client` show it.
struct HTTPReply: CustomStringConvertible {
    let status: Int
    /// Names in lower case.
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    /// Reads the last response in the bytes: interim ones come before it.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while true {
            guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            let words = lines[0].split(separator: " ")
            guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return nil }
            rest = rest[end.upperBound...]
            if status < 200 { continue }
            self.status = status
            fields = lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                return (parts[0].lowercased(), value)
            }
            body = Array(rest)
            return
        }
    }

    subscript(field: String) -> String? { fields.first { $0.name == field.lowercased() }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSON { (try? JSON(body)) ?? .null }

    /// The code of the error envelope.
    var code: String? { json["error"]?["code"]?.text }

    /// Status and code in one, for tables: `404 HubNotFound`.
    var verdict: String { "\(status) \(code ?? "no envelope")" }

    var etag: String? { self["etag"] }

    var description: String {
        "\(status) \(fields.map { $0.name + ": " + $0.value }.joined(separator: ", "))\n\(text.prefix(1000))"
    }
}
