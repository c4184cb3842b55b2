/// A column of an answer, or of what one step of a query hands to the next.
package struct LogColumn: Equatable, Sendable {
    package var name: String
    package var type: LogType

    package init(_ name: String, _ type: LogType) {
        self.name = name
        self.type = type
    }
}
