import HubModel
import StreamCore

/// Fresh masking keys (RFC 6455 §5.3), fetched from the system's randomness many at a time.
struct MaskingKeys {
    /// What one call of getentropy(3) gives.
    private static let keysPerFetch = 64

    private let world: World
    private var bits: [UInt8] = []

    init(_ world: World) {
        self.world = world
    }

    mutating func next() -> MaskingKey {
        if bits.isEmpty { bits = world.randomBytes(4 * Self.keysPerFetch) }
        let key = MaskingKey(
            bits[bits.count - 1],
            bits[bits.count - 2],
            bits[bits.count - 3],
            bits[bits.count - 4]
        )
        bits.removeLast(4)
        return key
    }
}
