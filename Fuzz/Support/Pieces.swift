/// Where an input is cut, which the input itself decides: the same bytes are always cut at the same places.
package struct Pieces: Sequence, IteratorProtocol {
    private var left: Int
    /// 0 for no cut at all.
    private var state: UInt64

    /// Cuts from 1 to 32 bytes apart.
    package init(of bytes: [UInt8]) {
        left = bytes.count
        // FNV-1a.
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } | 1
    }

    /// No cut at all.
    package init(whole bytes: [UInt8]) {
        left = bytes.count
        state = 0
    }

    package mutating func next() -> Int? {
        guard left > 0 else { return nil }
        let count = state == 0 ? left : Swift.min(left, length())
        left -= count
        return count
    }

    /// xorshift64; one byte every fourth time, for that is the piece in which most can go wrong.
    private mutating func length() -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state & 0x300 == 0 ? 1 : 1 + Int(state >> 32 & 31)
    }
}
