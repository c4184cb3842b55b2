/// Why a text is not JSON.
package struct JSONSyntaxError: Error, Equatable {
    /// Bytes before the place.
    package let offset: Int
    /// What is wrong, in one sentence.
    package let message: String
}
