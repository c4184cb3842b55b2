/// What `echo service` is to do.
package struct EchoPlan: Equatable, Sendable {
    package let wish: StreamWish
    package let message: String
}
