import StreamCore

/// The requests about its twin that a device waits for: done one after the other, so that what it reports is stored in
/// the order in which it was sent.
struct TwinQueue {
    /// With 128 KiB for each this is 1 MiB a device; the SDKs wait for one answer before they ask again.
    static let capacity = 8

    private var waiting: [TwinRequest] = []
    private var isBusy = false

    /// Takes a request; tells whether there was room.
    mutating func received(_ request: TwinRequest) -> Bool {
        guard waiting.count < Self.capacity else { return false }
        waiting.append(request)
        return true
    }

    /// The next request to be done; `nil` while one is, or there is none.
    mutating func next() -> TwinRequest? {
        guard !isBusy, !waiting.isEmpty else { return nil }
        isBusy = true
        return waiting.removeFirst()
    }

    /// The one that was being done is answered.
    mutating func answered() { isBusy = false }

    /// Nobody waits any more.
    mutating func drop() { waiting = [] }
}
