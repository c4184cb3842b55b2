/// Finds what somebody may have meant.
enum Suggestion {
    /// The nearest of some words, when it is near enough to be meant: one slip in three letters, or a word begun.
    static func nearest(to word: String, among words: [String]) -> String? {
        let lower = word.lowercased()
        guard !lower.isEmpty else { return nil }
        let scored = words.map { ($0, distance(lower, $0.lowercased())) }
        if let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(1, lower.count / 3) { return best.0 }
        let begun = words.filter { $0.lowercased().hasPrefix(lower) }
        return lower.count >= 2 && begun.count == 1 ? begun[0] : nil
    }

    /// How many letters must be put in, taken out, changed or swapped with their neighbour.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var next = [row + 1] + [Int](repeating: 0, count: right.count)
            for column in right.indices {
                let change = left[row] == right[column] ? 0 : 1
                next[column + 1] = min(last[column + 1] + 1, next[column] + 1, last[column] + change)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    next[column + 1] = min(next[column + 1], beforeLast[column - 1] + 1)
                }
            }
            beforeLast = last
            last = next
        }
        return last[right.count]
    }
}
