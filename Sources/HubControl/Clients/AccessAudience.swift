package import HubModel

/// What an access token is good for.
package enum AccessAudience: String, CaseIterable, Sendable {
    /// Azure Resource Manager: hubs, their policies and keys.
    case management = "https://management.azure.com"
    /// The service API of the hubs.
    case hubs = "https://iothubs.azure.net"

    /// Names of `management` that Azure's clients know beside the first; `az` still uses this one.
    private static let classicManagement = "https://management.core.windows.net"

    /// Reads a scope (`AUDIENCE/.default`) or a resource (`AUDIENCE`); `nil` for another one.
    ///
    /// The URL of this server, under each of its names, means management.
    package init?(scope: String, _ naming: HostNaming) {
        var text = scope[...]
        if text.hasSuffix(Self.defaultScope) { text = text.dropLast(Self.defaultScope.count) }
        while text.last == "/" { text = text.dropLast() }
        if let audience = AccessAudience(rawValue: String(text)) {
            self = audience
        } else if text == Self.classicManagement || Self.isManagement(text, naming) {
            self = .management
        } else {
            return nil
        }
    }

    private static let defaultScope = "/.default"

    private static func isManagement(_ url: Substring, _ naming: HostNaming) -> Bool {
        guard url.lowercased().hasPrefix("https://") else { return false }
        var host = url.dropFirst(8)
        if !host.hasSuffix("]"), let colon = host.lastIndex(of: ":"),
            host[colon...].dropFirst().utf8.allSatisfy(\.isDigit)
        {
            host = host[..<colon]
        }
        return switch naming.owner(of: String(host)) {
        case .management, .main: true
        case .streaming, nil: false
        }
    }
}
