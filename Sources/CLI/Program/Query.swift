import HubModel
import JMESPath

/// The expression of `--query`.
struct Query {
    /// A longer one is not shown again: its mark would stand on another line of the terminal.
    private static let maximumShownLength = 100

    private let text: String
    private let expression: Expression

    /// Throws `Usage` that shows the place where the expression cannot be read.
    init(_ text: String) throws(HubError) {
        self.text = text
        do throws(ExpressionError) {
            expression = try Expression(text)
        } catch {
            throw Self.problem(error, text)
        }
    }

    /// What it finds; throws `Usage` when a function does not take what it is given.
    func result(of value: JSONValue) throws(HubError) -> JSONValue {
        do throws(ExpressionError) {
            return try expression.result(of: value)
        } catch {
            throw Self.problem(error, text)
        }
    }

    private static func problem(_ error: ExpressionError, _ text: String) -> HubError {
        HubError(
            .usage,
            "--query is wrong at character \(error.position + 1): \(error.message)",
            target: "--query",
            hint: place(error.position, in: text) ?? "The language is JMESPath: https://jmespath.org/specification.html"
        )
    }

    /// The expression with a mark below the place; `nil` where the two would not stand below each other.
    private static func place(_ position: Int, in text: String) -> String? {
        let isShown = text.utf8.count <= maximumShownLength && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isShown, !text.isEmpty else { return nil }
        return text + "\n" + String(repeating: " ", count: position) + "^"
    }
}
