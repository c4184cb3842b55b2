/// What `stream test` is to do.
package struct StreamTestPlan: Equatable, Sendable {
    package let wish: StreamWish
    /// For each direction.
    package let duration: Duration
    /// Of round trips.
    package let count: Int
}
