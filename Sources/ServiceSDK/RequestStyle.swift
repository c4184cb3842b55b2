/// How a program's options want requests to be sent and told of.
package struct RequestStyle: Sendable {
    /// How often a request is sent again where that is safe; the standard where it is `nil`.
    package var retries: Int?
    /// Takes the lines of what goes over the wire, without secrets; called on any thread.
    package var debug: (@Sendable (String) -> Void)?
    /// Takes a line about each request that ended; called on any thread.
    package var note: (@Sendable (String) -> Void)?

    /// Nothing is told.
    package init() {}
}
