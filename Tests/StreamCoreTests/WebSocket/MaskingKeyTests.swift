import Testing

@testable import StreamCore

@Suite struct MaskingKeyTests {
    private static let wire: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    private static func naive(_ bytes: ArraySlice<UInt8>, from position: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in byte ^ wire[(position + index) % 4] }
    }

    @Test func `every alignment and length agrees with the loop of the RFC`() {
        var generator = SplitMixGenerator(state: 1)
        let original = generator.bytes(400)
        for start in 0..<72 {
            for length in Array(0..<140) + [191, 192, 193, 255, 256, 257, 320] {
                var bytes = original
                var key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
                bytes.withUnsafeMutableBytes {
                    key.apply(to: UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + length]))
                }
                let expected =
                    original[..<start] + Self.naive(original[start..<start + length], from: 0)
                    + original[(start + length)...]
                #expect(bytes == Array(expected), "start \(start), length \(length)")
            }
        }
    }

    @Test func `the key turns with every slice`() {
        var generator = SplitMixGenerator(state: 2)
        for _ in 0..<500 {
            let original = generator.bytes(generator.number(1...600))
            var bytes = original
            var key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + generator.number(0...150))
                bytes.withUnsafeMutableBytes {
                    key.apply(to: UnsafeMutableRawBufferPointer(rebasing: $0[position..<end]))
                }
                position = end
            }
            #expect(bytes == Self.naive(original[...], from: 0))
        }
    }

    @Test func `a key keeps the order of its bytes`() {
        #expect(MaskingKey(1, 2, 3, 4).wireValue == 0x0102_0304)
        #expect(MaskingKey(0x0403_0201) == MaskingKey(1, 2, 3, 4))
    }
}
