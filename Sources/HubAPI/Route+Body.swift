import HTTPTypes
import HubModel

extension Route {
    /// The media types that a body may have.
    var mediaTypes: [String] {
        switch body {
        case .none: []
        case .json: method == .patch ? [Reply.json, "application/merge-patch+json"] : [Reply.json]
        case .lines: ["application/x-ndjson"]
        case .form: ["application/x-www-form-urlencoded"]
        }
    }

    /// Throws `UnsupportedMediaType` when a body of this type cannot be read.
    func checkType(_ fields: HTTPFields) throws(HubError) {
        guard body != .none else { return }
        let value = fields[.contentType] ?? ""
        let parts = value.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") } ?? "charset=utf-8"
        guard let type = parts.first, mediaTypes.contains(type), charset == "charset=utf-8" else {
            let shown = value.isEmpty ? "no type" : "the type '\(VisibleText.show(value, limit: 100))'"
            throw HubError(
                .unsupportedMediaType,
                "The body has \(shown); this takes: \(mediaTypes.joined(separator: ", ")) in UTF-8.",
                target: "Content-Type"
            )
        }
        guard fields[.contentEncoding]?.lowercased() ?? "identity" == "identity" else {
            throw HubError(
                .unsupportedMediaType,
                "The body is compressed; this takes it as it is.",
                target: "Content-Encoding"
            )
        }
    }
}
