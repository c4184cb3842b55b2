/// Numbers that are the same in every run (SplitMix64), for property tests.
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    mutating func text(of alphabet: String, _ length: ClosedRange<Int>) -> String {
        let letters = Array(alphabet)
        let count = length.lowerBound + next(below: length.count)
        return String((0..<count).map { _ in letters[next(below: letters.count)] })
    }
}
