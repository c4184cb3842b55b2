import Testing

@testable import HubControl

@Suite struct DiagnosticBackoffTests {
    @Test func `it doubles to a minute, with a random half`() {
        var (short, long) = (DiagnosticBackoff(), DiagnosticBackoff())
        var waits: [(Duration, Duration)] = []
        for _ in 0..<8 {
            waits.append((short.failed(retryAfter: nil, jitter: 0), long.failed(retryAfter: nil, jitter: 255)))
        }
        #expect(waits.map(\.0) == [0.5, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(waits.map(\.1) == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        long.succeeded()
        #expect(long.failed(retryAfter: nil, jitter: 255) == .seconds(1))
    }

    @Test func `a receiver that names a time is believed, up to an hour`() {
        var backoff = DiagnosticBackoff()
        #expect(backoff.failed(retryAfter: .seconds(20), jitter: 0) == .seconds(20))
        #expect(backoff.failed(retryAfter: .seconds(100_000), jitter: 0) == .seconds(3600))
        #expect(backoff.failed(retryAfter: .seconds(-5), jitter: 0) == .seconds(2))
    }
}
