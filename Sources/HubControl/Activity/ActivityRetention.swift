/// How long activity records are kept; whatever is reached first removes the oldest.
package struct ActivityRetention: Equatable, Sendable {
    package var age: Duration
    /// Of the records of all hubs, with their indexes.
    package var bytes: Int64

    package static let standard = ActivityRetention(age: .seconds(30 * 86_400), bytes: 1 << 30)

    package init(age: Duration, bytes: Int64) {
        self.age = age
        self.bytes = bytes
    }
}
