import Crypto
import HubModel
import Testing

@Suite struct LogVerifierTests {
    /// A chain of ten records with checkpoints after the fourth and the ninth.
    private struct Sample {
        let hub = HubName(checked: "hub")
        let key = Curve25519.Signing.PrivateKey()
        var entries: [LogChainEntry] = []
        var checkpoints: [LogCheckpoint] = []

        init() throws {
            var chain = LogChain()
            for number in 1...10 {
                chain.append("record \(number)")
                entries.append(
                    LogChainEntry(
                        sequence: chain.sequence,
                        hash: Base16.encode(chain.hash),
                        text: "record \(number)"
                    )
                )
                if number == 4 || number == 9 { checkpoints.append(try checkpoint(chain)) }
            }
        }

        func checkpoint(_ place: LogChain, _ kind: LogCheckpoint.Kind = .regular) throws -> LogCheckpoint {
            try LogCheckpoint(
                hub: hub,
                place: place,
                time: Timestamp(seconds: 1_800_000_000 + place.sequence),
                kind: kind,
                signedWith: key
            )
        }

        func place(_ sequence: Int) throws -> LogChain {
            let hash = try #require(Base16.decode(entries[sequence - 1].hash))
            return LogChain(sequence: Int64(sequence), hash: hash)
        }

        /// The chain as somebody without the key would write it anew.
        mutating func rewrite() {
            var chain = LogChain()
            for index in entries.indices {
                chain.append(entries[index].text)
                entries[index].hash = Base16.encode(chain.hash)
                entries[index].sequence = chain.sequence
            }
        }

        func verdict(written: LogCheckpoint? = nil) throws(LogVerifier.Problem) -> LogVerifier.Verdict {
            var verifier = try LogVerifier(hub: hub, checkpoints: checkpoints, written: written)
            let start = verifier.chain.sequence
            for entry in entries where entry.sequence > start { try verifier.read(entry) }
            return try verifier.finished()
        }

        /// The first record that is affected; `nil` where nothing is wrong.
        func firstBad(written: LogCheckpoint? = nil) -> Int64? {
            do throws(LogVerifier.Problem) {
                _ = try verdict(written: written)
                return nil
            } catch {
                return error.sequence
            }
        }
    }

    @Test func `a chain that nobody touched is whole, and its end is not signed`() throws {
        let verdict = try Sample().verdict()
        #expect(verdict.records == 10)
        #expect(verdict.first == 1)
        #expect(verdict.last == 10)
        #expect(verdict.signedUpTo == 9)
        #expect(verdict.meetsWritten == nil)
    }

    @Test func `a record that was changed is named`() throws {
        var sample = try Sample()
        sample.entries[5].text = "record six"
        #expect(sample.firstBad() == 6)
    }

    @Test func `a record that was removed is named`() throws {
        var sample = try Sample()
        sample.entries.remove(at: 2)
        #expect(sample.firstBad() == 3)
    }

    @Test func `records that changed places are noticed`() throws {
        var sample = try Sample()
        let texts = (sample.entries[1].text, sample.entries[2].text)
        (sample.entries[1].text, sample.entries[2].text) = (texts.1, texts.0)
        #expect(sample.firstBad() == 2)
    }

    @Test func `a record that is there twice is noticed`() throws {
        var sample = try Sample()
        sample.entries.insert(sample.entries[4], at: 5)
        #expect(sample.firstBad() == 5)
    }

    @Test func `a chain that ends before its newest checkpoint was cut off`() throws {
        var sample = try Sample()
        sample.entries.removeLast(3)
        #expect(sample.firstBad() == 8)
    }

    @Test func `a chain that was written anew does not fit the next checkpoint`() throws {
        var sample = try Sample()
        sample.entries[1].text = "record two"
        sample.rewrite()
        #expect(sample.firstBad() == 4)
    }

    @Test func `a checkpoint that was changed, or signed with another key, is refused`() throws {
        var sample = try Sample()
        sample.checkpoints[0].hash = sample.entries[4].hash
        #expect(sample.firstBad() == 4)
        sample = try Sample()
        sample.checkpoints[1] = try LogCheckpoint(
            hub: sample.hub,
            place: sample.place(9),
            time: Timestamp(seconds: 1_800_000_009),
            kind: .regular,
            signedWith: Curve25519.Signing.PrivateKey()
        )
        #expect(sample.firstBad() == 9)
    }

    @Test func `a chain written anew without its checkpoints passes but for one that was kept elsewhere`() throws {
        var sample = try Sample()
        let written = sample.checkpoints[0]
        sample.entries[1].text = "record two"
        sample.rewrite()
        sample.checkpoints = []
        #expect(sample.firstBad() == nil)
        #expect(sample.firstBad(written: written) == 4)
    }

    @Test func `an end that is gone with its checkpoint is noticed by one that was kept elsewhere`() throws {
        var sample = try Sample()
        let written = sample.checkpoints.removeLast()
        sample.entries.removeLast(4)
        #expect(sample.firstBad() == nil)
        #expect(sample.firstBad(written: written) == 7)
    }

    @Test func `a checkpoint that was kept elsewhere is met where nothing was rewritten`() throws {
        let sample = try Sample()
        #expect(try sample.verdict(written: sample.checkpoints[0]).meetsWritten == true)
    }

    @Test func `what retention removed is no gap, and anything else is`() throws {
        var sample = try Sample()
        sample.entries.removeFirst(6)
        #expect(sample.firstBad() == 1)
        sample = try Sample()
        sample.checkpoints.append(try sample.checkpoint(sample.place(6), .retention))
        sample.entries.removeFirst(6)
        let verdict = try sample.verdict()
        #expect(verdict.first == 7)
        #expect(verdict.records == 4)
        #expect(try sample.verdict(written: sample.checkpoints[0]).meetsWritten == true)
        sample.entries.removeFirst()
        #expect(sample.firstBad() == 7)
    }
}
