import Configuration

/// A value of the settings before it is understood.
enum SettingsValue: Equatable, Sendable {
    case text(String)
    case list([String])

    /// Whether there is no text in it, or in a part of it.
    var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let list): list.contains("")
        }
    }

    /// The value as providers hold it.
    ///
    /// All scalars are text, and are understood in one place, whatever their source.
    var configValue: ConfigValue {
        switch self {
        case .text(let text): ConfigValue(.string(text), isSecret: false)
        case .list(let list): ConfigValue(.stringArray(list), isSecret: false)
        }
    }
}

/// What is wrong with the settings, and where.
struct SettingsError: Error, Equatable, Sendable {
    let message: String

    /// A problem at a place in the file.
    init(file: String, line: Int, column: Int, _ problem: String) {
        message = "\(file):\(line):\(column): \(problem)"
    }

    init(_ message: String) { self.message = message }
}
