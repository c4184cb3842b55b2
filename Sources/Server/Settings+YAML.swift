import HubControl
import HubModel
import Logging
import Transport

extension Settings {
    /// The settings as a YAML file that means the same.
    var yaml: String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        var lines = [
            "domain: \(quoted(domain))",
            "stateDir: \(quoted(stateDirectory))",
            "listen:",
        ]
        lines += listen.map { "  - \(quoted($0.description))" }
        lines.append(mqttListen.isEmpty ? "mqttListen: none" : "mqttListen:")
        lines += mqttListen.map { "  - \(quoted($0.description))" }
        if let adminListen { lines.append("adminListen: \(quoted(adminListen.description))") }
        if let publicPort { lines.append("publicPort: \(publicPort)") }
        lines.append("role: all")
        if let certificate {
            lines += [
                "tls:", "  certificate: \(quoted(certificate.certificate))", "  key: \(quoted(certificate.key))",
            ]
        }
        lines += [
            "log:", "  level: \(logLevel.rawValue)", "  format: \(logFormat.rawValue)", "anonymous:",
            "  endpointsRead: \(admitsAnonymous)", "activity:",
            "  retentionDays: \(activityRetention.age.components.seconds / 86_400)",
            "  retentionMebibytes: \(activityRetention.bytes >> 20)",
        ]
        lines += sinks.lines(quoted)
        lines.append("regions:")
        for region in regions {
            lines += [
                "  - name: \(quoted(region.name))", "    stamp: \(region.stamp)",
                "    deviceStreams: \(region.deviceStreams)",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
