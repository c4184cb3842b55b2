import DiagnosticSinks
import HubModel

extension SinkSettings {
    /// The section `diagnostics` of a YAML file that means the same; no lines where everything is as it is without it.
    func lines(_ quoted: (String) -> String) -> [String] {
        var lines: [String] = []
        if let fileDirectory { lines.append("  fileDirectory: \(quoted(fileDirectory))") }
        if case .file(let path) = trust { lines.append("  caFile: \(quoted(path))") }
        if !addresses.allowed.isEmpty {
            lines.append("  allowedAddresses:")
            lines += addresses.allowed.map { "    - \(quoted($0.description))" }
        }
        return lines.isEmpty ? [] : ["diagnostics:"] + lines
    }
}
