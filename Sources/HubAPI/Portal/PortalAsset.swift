import HTTPTypes
import HubModel
import NIOCore

/// A file that pages of the portal load.
///
/// The tag of its content is part of its name, so that it never changes under a name, and caches keep it for ever.
/// Compressed once, when it is first asked for.
struct PortalAsset: Sendable {
    /// What every page has.
    static let script = PortalAsset(script: "portal", PackageResources.portal_js)
    static let style = PortalAsset("portal", "css", "text/css; charset=utf-8", PackageResources.portal_css)
    static let icon = PortalAsset("icon", "svg", "image/svg+xml", PackageResources.icon_svg)
    static let all = [script, style, icon] + PortalTab.allCases.compactMap(\.script)

    /// Below what compression gains less than its field costs.
    private static let smallestCompressed = 500

    let name: String
    let contentType: String
    private let tag: String
    private let plain: ByteBuffer
    private let compressed: ByteBuffer?

    /// A script.
    init(script stem: String, _ bytes: [UInt8]) {
        self.init(stem, "js", "text/javascript; charset=utf-8", bytes)
    }

    private init(_ stem: String, _ fileExtension: String, _ contentType: String, _ bytes: [UInt8]) {
        tag = EntityTag.of(bytes)
        name = "\(stem).\(tag).\(fileExtension)"
        self.contentType = contentType
        plain = ByteBuffer(bytes: bytes)
        compressed = bytes.count < Self.smallestCompressed ? nil : Gzip.compress(bytes).map { ByteBuffer(bytes: $0) }
    }

    /// Where pages find it.
    var path: String { "/portal/assets/" + name }

    func reply(accepting encodings: String?) -> Reply {
        var reply = Reply(contentType: contentType, body: .bytes(plain), validator: .tag(tag))
        reply.isImmutable = true
        reply.fields[.vary] = "Accept-Encoding"
        if let compressed, Self.takesGzip(encodings) {
            // Another representation, and so another strong tag (RFC 9110 §8.8.3.3).
            reply.validator = .tag(tag + "-gzip")
            reply.body = .bytes(compressed)
            reply.fields[.contentEncoding] = "gzip"
        }
        return reply
    }

    /// Whether `Accept-Encoding` names gzip, and not with a weight of nothing (RFC 9110 §12.5.3).
    private static func takesGzip(_ encodings: String?) -> Bool {
        for piece in (encodings ?? "").lowercased().split(separator: ",") {
            let parts = piece.split(separator: ";").map { $0.filter { $0 != " " } }
            guard parts.first == "gzip" else { continue }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
        }
        return false
    }
}
