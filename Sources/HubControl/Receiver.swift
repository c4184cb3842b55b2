/// A function that a lock can hold.
///
/// A lock is generic, and a bare function has another form there than elsewhere: each access would convert it, and put
/// back the converted one, so that after some ten thousand of them a call would overflow its stack. A field is not
/// converted.
struct Receiver<Value>: Sendable {
    let receive: @Sendable (Value) -> Void
}
