import HubModel

/// How `ssh` gets to a device: through `devicestream stream connect`, as its `ProxyCommand`.
struct SSHRoute {
    /// The path of the program that connects.
    var program: String
    /// What the device's agent is asked for.
    var service: ServiceName
    /// More arguments of `stream connect`.
    var options: [String] = []

    /// A line for the shell of `ssh`; `host` is an alias, or `ssh`'s own `%h`.
    ///
    /// Whatever stands in a device's id, this line has its alias only.
    private func proxyCommand(host: String) throws(HubError) -> String {
        var words: [String] = []
        for word in [program, "stream", "connect"] { words.append(try ShellWord.quote(word)) }
        words += ["--alias", host]
        for word in [service.text] + options { words.append(try ShellWord.quote(word)) }
        return words.joined(separator: " ")
    }

    /// The argument vector of `ssh`, with its name.
    func arguments(for alias: HostAlias, user: String?, _ given: SSHArguments) throws(HubError) -> [String] {
        let proxyCommand = try proxyCommand(host: alias.text)
        // What comes first counts: nothing that is given goes another way.
        return ["ssh", "-o", "ProxyCommand=" + proxyCommand, "-o", "HostKeyAlias=" + alias.text]
            + (user.map { ["-l", $0] } ?? []) + given.options + ["--", alias.text] + given.command
    }

    /// Lines for `ssh_config`: for one device, or for all of them.
    func configuration(for alias: HostAlias?, user: String?) throws(HubError) -> String {
        var lines = ["Host " + (alias?.text ?? "*." + HostAlias.suffix)]
        if let alias { lines.append("    HostKeyAlias " + alias.text) }
        if let user { lines.append("    User " + (try Self.configurationWord(user))) }
        lines.append("    ProxyCommand " + (try proxyCommand(host: alias?.text ?? "%h")))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func configurationWord(_ text: String) throws(HubError) -> String {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        else {
            throw HubError(.usage, "ssh_config cannot hold the user '\(VisibleText.show(text, limit: 100))'.")
        }
        return "\"" + text + "\""
    }
}
