package import HubModel
package import JMESPath

extension Session {
    /// Writes a report for other people: a file of mode 0600, whole or not at all, as JSON.
    package func write(report: JSONValue, to path: String) throws(HubError) {
        let text = Renderer(format: .json, isTerminal: false, usesColour: false).text(report, shape: nil)
        // What a server says comes into it, too: whatever that is, the token of this run does not.
        let token = (try? target())?.token?.text ?? ""
        let safe = token.isEmpty ? text : text.replacing(token, with: Secret(text: token).description)
        try SystemFile.replace(path, with: Array(safe.utf8), world: world)
    }
}
