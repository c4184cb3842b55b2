import HubModel

/// Words of a command that `ssh` gives to a shell: `ProxyCommand`.
enum ShellWord {
    /// The word, so that each of its bytes means itself.
    ///
    /// With backslashes, because `ssh` takes the shell of the user: sh, csh and fish do not agree about what a backslash or
    /// an exclamation mark is inside quotes. `%` is doubled for `ssh`, which expands it before.
    ///
    /// Throws `Usage` for control characters: the word stands in one line of a configuration.
    static func quote(_ text: String) throws(HubError) -> String {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw HubError(.usage, "ssh takes no control characters: '\(VisibleText.show(text, limit: 200))'.")
        }
        if text.isEmpty { return "''" }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x80, !byte.isLetterOrDigit, !"/._-:,+@".utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
            if byte == UInt8(ascii: "%") { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
