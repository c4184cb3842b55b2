import JMESPath
import Testing

/// A row of a table: what an expression finds in a document, as JSON with its members in their order.
struct Finding: CustomTestStringConvertible, Sendable {
    let expression: String
    let document: String
    let expected: String

    init(_ expression: String, _ document: String, _ expected: String) {
        self.expression = expression
        self.document = document
        self.expected = expected
    }

    var testDescription: String { expression + "  of  " + document }

    /// Checks the row.
    func check() throws {
        #expect(try Self.find(expression, in: document) == expected)
    }

    /// Rows about one document.
    static func all(of document: String, _ rows: [(String, String)]) -> [Finding] {
        rows.map { Finding($0.0, document, $0.1) }
    }

    /// What an expression finds, as compact JSON.
    static func find(_ expression: String, in document: String) throws -> String {
        let result = try Expression(expression).result(of: json(document))
        return JSONWriter(layout: .compact, sortsMembers: false).text(result)
    }

    /// The error that an expression makes, whether it is read or used.
    static func error(of expression: String, in document: String = "null") throws -> ExpressionError? {
        let document = try json(document)
        do throws(ExpressionError) {
            _ = try Expression(expression).result(of: document)
            return nil
        } catch {
            return error
        }
    }
}

/// The value of a JSON text.
func json(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }
