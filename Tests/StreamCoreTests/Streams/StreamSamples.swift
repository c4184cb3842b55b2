import Crypto
import HubModel

@testable import StreamCore

/// Values that the tests of streams share.
enum StreamSamples {
    static let hub = HubName(checked: "hub")
    static let device = DeviceID(checked: "press-07")
    static let stream = StreamID(checked: "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41")
    static let start = Timestamp(seconds: 1_795_000_000)
    static let gateway = GatewayInstance(
        id: GatewayID(checked: "gateway-1"),
        started: Timestamp(milliseconds: 1_794_999_999_123)
    )

    static func tokenID(_ number: UInt64) -> StreamTokenID {
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> UInt64(8 * $0) : 0) }
        guard let id = StreamTokenID(random: bytes) else { preconditionFailure("16 bytes make no id") }
        return id
    }

    static func streamID(_ number: Int) -> StreamID {
        let digits = String(number, radix: 16)
        return StreamID(
            checked: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        )
    }

    static func claims(
        _ side: StreamSide = .device,
        hub: HubName = hub,
        device: DeviceID = device,
        stream: StreamID = stream,
        gateway: GatewayInstance = gateway,
        expires: Timestamp = start + .seconds(60),
        id: UInt64 = 7,
        trackingID: String? = nil
    ) -> StreamClaims {
        StreamClaims(
            hub: hub,
            device: device,
            stream: stream,
            side: side,
            gateway: gateway,
            expires: expires,
            id: tokenID(id),
            trackingID: trackingID
        )
    }
}

/// A small generator with a seed (SplitMix64), so that a failing order of events can be run again.
struct StreamsRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
