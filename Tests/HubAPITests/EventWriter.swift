import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes server-sent events, and does something about them once they hold enough.
struct EventWriter: ResponseBodyWriter {
    /// The text of the events; `END` at the end.
    final class Events: Sendable {
        private let value = Mutex("")
        var text: String { value.withLock { $0 } }
        func add(_ text: String) { value.withLock { $0 += text } }
    }

    let seen: Events
    let enough: String
    let then: @Sendable () async throws -> Void

    init(seen: Events, enough: String, then: @escaping @Sendable () async throws -> Void) {
        self.seen = seen
        self.enough = enough
        self.then = then
    }

    func write(_ buffer: ByteBuffer) async throws {
        seen.add(String(buffer: buffer))
        if seen.text.contains(enough) { try await then() }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws { seen.add("END") }
}
