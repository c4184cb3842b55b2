import HubModel

/// Where a secret comes from: a file, standard input, the environment, or a person; never an argument.
enum CredentialInput {
    /// Reads a secret of one line; `-` is standard input, which is asked without echo when it is a terminal.
    ///
    /// Without a path it is the variable's, then standard input's. `noun` is the word for it, as in *"API token"*.
    static func read(
        file: String?,
        variable: String?,
        noun: String,
        option: String,
        _ session: Session
    ) throws(HubError) -> Secret {
        let text: String
        if let file, file != "-" {
            text = String(
                decoding: try SystemFile.read(file, console: session.console, limit: Console.maximumSecretBytes),
                as: UTF8.self
            )
        } else if file == nil, let variable {
            text = variable
        } else if session.console.isInputTerminal {
            text = try session.console.askSecret(noun + ": ")
        } else {
            text = String(decoding: try session.console.readAll(limit: Console.maximumSecretBytes), as: UTF8.self)
        }
        guard let line = onlyLine(of: text) else {
            throw HubError(
                .usage,
                "The \(noun) is missing, or has more than one line.",
                target: option,
                hint: "Give it in a file with \(option) FILE, on standard input, or in the environment."
            )
        }
        return Secret(text: line)
    }

    /// The line that is not blank, without spaces around it; `nil` when there is none, or more than one.
    private static func onlyLine(of text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
        return lines.count == 1 ? lines[0] : nil
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line.drop { $0 == " " || $0 == "\t" }
        while let last = line.last, last == " " || last == "\t" { line.removeLast() }
        return String(line)
    }
}
