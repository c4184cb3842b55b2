import GRDB
import Synchronization

/// What SQLite cannot do by itself for queries of the log.
enum LogFunctions {
    /// Both depend on their arguments alone.
    static func add(to database: Database) {
        database.add(
            function: DatabaseFunction("log_fold", argumentCount: 1, pure: true) { arguments in
                String.fromDatabaseValue(arguments[0]).map(fold)
            }
        )
        database.add(
            function: DatabaseFunction("log_has", argumentCount: 2, pure: true) { arguments in
                guard let text = String.fromDatabaseValue(arguments[0]),
                    let term = String.fromDatabaseValue(arguments[1])
                else { return false }
                return has(text, term)
            }
        )
    }

    /// A text without the difference of case.
    static func fold(_ text: String) -> String { text.lowercased() }

    static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    /// The same in SQL; SQLite's own function, which knows only ASCII, does where that is all that is looked for.
    static func folded(_ text: SQLFragment, isASCII: Bool) -> SQLFragment {
        isASCII ? "lower(\(text))" : "log_fold(\(text))"
    }

    /// Whether a term stands in a text with neither letter nor digit next to it.
    static func has(_ text: String, _ term: String) -> Bool {
        let (text, term) = (Array(text.unicodeScalars), Array(term.unicodeScalars))
        guard let first = term.first, let last = term.last else { return true }
        guard term.count <= text.count else { return false }
        return (0...(text.count - term.count)).contains { start in
            let end = start + term.count
            return text[start] == first && text[start..<end].elementsEqual(term)
                && !(start > 0 && isTermPart(first) && isTermPart(text[start - 1]))
                && !(end < text.count && isTermPart(last) && isTermPart(text[end]))
        }
    }

    private static func isTermPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Counts the groups of one query, and ends it where there are too many.
    final class GroupCounter: Sendable {
        struct TooMany: Error {}

        static let name = "log_groups"

        private let limit: Int
        private let count = Mutex(0)

        init(limit: Int) { self.limit = limit }

        var isExceeded: Bool { count.withLock { $0 > limit } }

        /// Called once for each group, and true for all.
        var function: DatabaseFunction {
            DatabaseFunction(Self.name, argumentCount: 1) { [self] _ in
                try count.withLock { count in
                    count += 1
                    guard count <= limit else { throw TooMany() }
                    return true
                }
            }
        }
    }
}
