import HubModel

/// PowerShell for Windows Defender Firewall, which takes addresses only.
///
/// The rules are one group: running the script again replaces it. In ASCII, because Windows PowerShell 5 reads a file
/// without a byte order mark in the machine's code page, where parts of letters are quotation marks.
enum WindowsFormat {
    static func text(of rules: RuleSource) -> String {
        let group = "Device streams of \(rules.hub.key)"
        var text = CommentText.ascii(rules.heading("#"))
        text += "$ErrorActionPreference = 'Stop'\n"
        text += "Get-NetFirewallRule -Group '\(group)' -ErrorAction SilentlyContinue | Remove-NetFirewallRule\n"
        for destination in rules.destinations {
            let addresses = destination.ranges.map { "'\($0)'" }.joined(separator: ", ")
            text += "New-NetFirewallRule -Group '\(group)' "
            text += "-DisplayName '\(group): record \(destination.record.id), \(destination.host)' "
            text += "-Direction Outbound -Action Allow -Protocol TCP -RemotePort \(destination.port) "
            text += "-RemoteAddress @(\(addresses)) | Out-Null\n"
        }
        return text
    }
}
