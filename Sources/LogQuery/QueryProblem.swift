/// Why a query cannot be used; it becomes a `HubError` at the edge of this room.
struct QueryProblem: Error, Equatable {
    /// Without the place, which follows.
    let words: String
    /// The character where it is, from 0.
    let offset: Int
    /// What would be understood, as a sentence.
    let advice: String?

    init(_ words: String, at offset: Int, advice: String? = nil) {
        self.words = words
        self.offset = offset
        self.advice = advice
    }
}
