/// What a service hears that asks as Azure's programs do.
package struct ServiceStreamAnswer: Equatable, Sendable {
    package let isAccepted: Bool
    /// Where the service goes on; on a rejection, too, because sample programs read it unasked.
    package let url: String
    /// Only with an acceptance.
    package let token: String?
}
