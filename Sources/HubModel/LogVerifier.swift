/// Computes a hub's chain of records anew and compares it with what the checkpoints sign.
///
/// Give it all checkpoints, then all records in their order, then ask for the verdict. The chain begins at the newest
/// checkpoint of retention, or at its very beginning; the records must go on from there without a gap up to the newest
/// checkpoint at least.
package struct LogVerifier: Sendable {
    /// What is wrong, with the first record that is affected.
    package struct Problem: Error, Equatable, Sendable {
        package let sequence: Int64
        package let words: String
        /// Whether records are missing at the beginning of what was read, as when retention removed them meanwhile.
        package var isGap = false
    }

    /// What was verified.
    package struct Verdict: Equatable, Sendable {
        /// The first record that was read; `nil` where there was none.
        package var first: Int64?
        /// The last record of the chain, read or covered by a checkpoint.
        package var last: Int64
        /// The last record that a checkpoint covers; 0 where there is none.
        package var signedUpTo: Int64
        package var records: Int64
        package var newest: LogCheckpoint?
        /// Whether the checkpoint that was written down elsewhere was met in the chain; `nil` where none was given.
        package var meetsWritten: Bool?
    }

    /// The end of what was verified.
    package private(set) var chain: LogChain
    private let checkpoints: [LogCheckpoint]
    private let written: LogCheckpoint?
    private var next = 0
    private var records: Int64 = 0
    private var first: Int64?
    private var meetsWritten = false

    /// `written` is a checkpoint that somebody keeps elsewhere.
    package init(hub: HubName, checkpoints: [LogCheckpoint], written: LogCheckpoint?) throws(Problem) {
        let ordered = checkpoints.sorted { ($0.sequence, $0.time) < ($1.sequence, $1.time) }
        for checkpoint in ordered {
            guard checkpoint.hub.key == hub.key, checkpoint.isSigned else {
                throw Problem(
                    sequence: checkpoint.sequence,
                    words: "the signature of the checkpoint at this record is not right"
                )
            }
            guard checkpoint.publicKey == ordered[0].publicKey else {
                throw Problem(
                    sequence: checkpoint.sequence,
                    words: "the checkpoint at this record is signed with another key than the one before it"
                )
            }
        }
        if let written { try Self.check(written, hub, ordered.last) }
        if let cut = ordered.last(where: { $0.kind == .retention }), let hash = Base16.decode(cut.hash) {
            chain = LogChain(sequence: cut.sequence, hash: hash)
        } else {
            chain = LogChain()
        }
        self.checkpoints = ordered
        self.written = written
        let start = chain
        // Those from before what retention left are held against nothing but one another.
        if let written, written.sequence <= start.sequence {
            guard let kept = ordered.first(where: { $0.sequence == written.sequence }) else { return }
            guard kept.hash == written.hash else { throw Self.differs(written) }
            meetsWritten = true
        }
        next = ordered.firstIndex { $0.sequence > start.sequence } ?? ordered.endIndex
        guard let place = ordered.last(where: { $0.sequence == start.sequence }) else { return }
        guard place.hash == Base16.encode(start.hash) else {
            throw Problem(sequence: start.sequence, words: "two checkpoints at this record differ")
        }
    }

    private static func check(_ written: LogCheckpoint, _ hub: HubName, _ newest: LogCheckpoint?) throws(Problem) {
        guard written.hub.key == hub.key, written.isSigned else {
            throw Problem(
                sequence: written.sequence,
                words: "the checkpoint that was given is not one of the hub '\(hub)', or its signature is not right"
            )
        }
        guard newest.map({ $0.publicKey == written.publicKey }) ?? true else {
            throw Problem(
                sequence: written.sequence,
                words: "the checkpoint that was given is signed with another key than those of the server"
            )
        }
    }

    /// The next record.
    package mutating func read(_ entry: LogChainEntry) throws(Problem) {
        let expected = chain.sequence + 1
        guard entry.sequence == expected else {
            throw Problem(
                sequence: min(expected, entry.sequence),
                words: entry.sequence > expected
                    ? "this record and those up to \(entry.sequence - 1) are missing"
                    : "this record is there more than once, or not in its place",
                isGap: entry.sequence > expected
            )
        }
        var after = chain
        after.append(entry.text)
        guard Base16.encode(after.hash) == entry.hash else {
            throw Problem(sequence: expected, words: "this record does not fit its hash: it, or its hash, was changed")
        }
        chain = after
        records += 1
        first = first ?? entry.sequence
        while next < checkpoints.endIndex, checkpoints[next].sequence == chain.sequence {
            guard checkpoints[next].hash == entry.hash else {
                throw Problem(
                    sequence: expected,
                    words: "the checkpoint at this record signs another one: the records up to here were rewritten"
                )
            }
            next += 1
        }
        if let written, written.sequence == chain.sequence {
            guard written.hash == entry.hash else { throw Self.differs(written) }
            meetsWritten = true
        }
    }

    private static func differs(_ written: LogCheckpoint) -> Problem {
        Problem(
            sequence: written.sequence,
            words: "the checkpoint that was given signs another record here: the records up to here were rewritten"
        )
    }

    /// The verdict, once all records were read.
    package func finished() throws(Problem) -> Verdict {
        let end = max(checkpoints.last?.sequence ?? 0, written?.sequence ?? 0)
        guard chain.sequence >= end else {
            throw Problem(sequence: chain.sequence + 1, words: "this record and those up to \(end) are missing")
        }
        return Verdict(
            first: first,
            last: chain.sequence,
            signedUpTo: checkpoints.last?.sequence ?? 0,
            records: records,
            newest: checkpoints.last,
            meetsWritten: written.map { _ in meetsWritten }
        )
    }
}
