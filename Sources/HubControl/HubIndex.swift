package import HubModel
import HubStore
import Synchronization

/// All hubs in memory, for the reads that every request and every handshake makes.
///
/// Its size follows the number of hubs, which owners alone can raise; devices are never held here.
package final class HubIndex: Sendable {
    private let snapshots = Mutex<[String: HubSnapshot]>([:])
    private let commits = Mutex<UInt64>(0)
    /// Documents by hub, each with the number of the state that it was made from; as many as hubs.
    private let documents = Mutex<[String: (sequence: UInt64, document: HubDocument)]>([:])

    init() {}

    /// The hub as of the last commit.
    package subscript(name: HubName) -> HubSnapshot? {
        snapshots.withLock { $0[name.key] }
    }

    /// All hubs, in no order.
    var all: [HubSnapshot] { snapshots.withLock { Array($0.values) } }

    /// The number of the commit that is being made.
    ///
    /// Called within a write, where there is one at a time.
    func nextSequence() -> UInt64 {
        commits.withLock { sequence in
            sequence += 1
            return sequence
        }
    }

    /// Takes over what was committed, unless something later is there already.
    func committed(_ snapshot: HubSnapshot) {
        snapshots.withLock { snapshots in
            let key = snapshot.hub.name.key
            if let present = snapshots[key], present.sequence > snapshot.sequence { return }
            snapshots[key] = snapshot
        }
    }

    /// The document that was made of this state of the hub.
    func document(of snapshot: HubSnapshot) -> HubDocument? {
        documents.withLock { documents in
            guard let known = documents[snapshot.hub.name.key], known.sequence == snapshot.sequence else { return nil }
            return known.document
        }
    }

    func keep(_ document: HubDocument, of snapshot: HubSnapshot) {
        documents.withLock { $0[snapshot.hub.name.key] = (snapshot.sequence, document) }
    }

    /// Forgets a removed hub, unless one of its name was created since.
    func removed(_ name: HubName, sequence: UInt64) {
        snapshots.withLock { snapshots in
            if let present = snapshots[name.key], present.sequence > sequence { return }
            snapshots[name.key] = nil
        }
        documents.withLock { $0[name.key] = nil }
    }

    /// Whether a host name is one that this server serves.
    package func owns(host: String, _ naming: HostNaming) -> Bool {
        switch naming.owner(of: host) {
        case .management: true
        case .main(let hub): self[hub] != nil
        case .streaming(let hub, let stamp): self[hub]?.records.contains { $0.stamp == stamp } ?? false
        case nil: false
        }
    }

    /// The host names that share a certificate with the one asked for, that one first; `nil` when it is not ours.
    package func certificateNames(for host: String, _ naming: HostNaming) -> [String]? {
        switch naming.owner(of: host) {
        case .management: [naming.domain]
        case .main(let hub), .streaming(let hub, _):
            owns(host: host, naming) ? self[hub].map { hostNames(of: $0, naming) } : nil
        case nil: nil
        }
    }

    private func hostNames(of snapshot: HubSnapshot, _ naming: HostNaming) -> [String] {
        [naming.mainHost(snapshot.hub.name)]
            + snapshot.records.compactMap { $0.stamp.map { naming.streamingHost(snapshot.hub.name, $0) } }
    }
}
