import HubModel
import Testing

@testable import StreamCore

/// Random orders of events against a second, simpler account of the same rules.
@Suite struct StreamNegotiationPropertyTests {
    private enum Event: CaseIterable {
        case found, refused, delivered, accepted, rejected, deviceJoined, serviceJoined, deviceLeft, serviceLeft
        case serviceWentAway, deviceWentAway, closed, expired
    }

    /// What the adapters were told, in the words of the actions.
    private struct Told {
        var deliver = 0
        var handOut = 0
        var establish = 0
        var finishes: [StreamFinish] = []
        var waits: [Timestamp] = []
    }

    /// The account: which facts have happened that count.
    private struct Account {
        var found = false
        var delivered = false
        var accepted = false
        var deviceIsOn = false
        var serviceIsOn = false
        var isOver = false

        var isEstablished: Bool { accepted && deviceIsOn && serviceIsOn }

        var missing: StreamStage {
            if !found { return .lookup }
            if !accepted { return delivered ? .answer : .deliver }
            return deviceIsOn ? .serviceJoin : .deviceJoin
        }

        mutating func note(_ event: Event) {
            guard !isOver, !isEstablished else { return }
            switch event {
            case .found: found = true
            case .delivered: delivered = delivered || found
            case .accepted: accepted = accepted || found
            case .deviceJoined: deviceIsOn = deviceIsOn || found
            case .serviceJoined: serviceIsOn = serviceIsOn || accepted
            case .refused, .rejected, .deviceLeft, .serviceLeft, .serviceWentAway, .deviceWentAway, .closed, .expired:
                break
            }
        }
    }

    private static func apply(
        _ event: Event,
        to machine: inout StreamNegotiation,
        now: Timestamp,
        told: inout Told
    ) {
        switch event {
        case .found:
            switch machine.found(now: now) {
            case .deliver(let until): (told.deliver, told.waits) = (told.deliver + 1, told.waits + [until])
            case .finish(let finish): told.finishes.append(finish)
            case .ignore: break
            }
        case .delivered, .expired:
            switch event == .expired ? machine.expired(now: now) : machine.delivered(now: now) {
            case .wait(let until): told.waits.append(until)
            case .finish(let finish): told.finishes.append(finish)
            case .ignore: break
            }
        case .accepted, .rejected:
            switch machine.answered(
                event == .accepted ? .accepted(service: nil) : .rejected(StreamRejection()),
                now: now
            ) {
            case .handOut(let until): (told.handOut, told.waits) = (told.handOut + 1, told.waits + [until])
            case .finish(let finish): told.finishes.append(finish)
            case .ignore: break
            }
        case .deviceJoined, .serviceJoined:
            switch machine.joined(event == .deviceJoined ? .device : .service, now: now) {
            case .wait(let until): told.waits.append(until)
            case .establish: told.establish += 1
            case .finish(let finish): told.finishes.append(finish)
            case .ignore: break
            }
        case .refused, .deviceLeft, .serviceLeft, .serviceWentAway, .deviceWentAway, .closed:
            if case .finish(let finish) = ending(event, &machine) { told.finishes.append(finish) }
        }
    }

    private static func ending(
        _ event: Event,
        _ machine: inout StreamNegotiation
    ) -> StreamNegotiation.FinishAction {
        switch event {
        case .refused: machine.refused(.deviceNotOnline)
        case .deviceLeft: machine.left(.device)
        case .serviceLeft: machine.left(.service)
        case .serviceWentAway: machine.serviceWentAway()
        case .deviceWentAway: machine.deviceWentAway()
        case .closed: machine.closed(.forbidden)
        case .found, .delivered, .accepted, .rejected, .deviceJoined, .serviceJoined, .expired: .ignore
        }
    }

    /// Events that build a handshake up come more often, or few runs would get far.
    private static let weighted: [Event] =
        Event.allCases
        + Array(
            repeating: [Event.found, .delivered, .accepted, .deviceJoined, .serviceJoined],
            count: 4
        )
        .flatMap(\.self)

    private static func stage(_ outcome: StreamOutcome) -> StreamStage? {
        switch outcome {
        case .failed(let stage, _), .abandoned(let stage), .closed(_, let stage?): stage
        case .rejected, .ended, .closed(_, nil): nil
        }
    }

    @Test(arguments: [UInt64](1...8))
    func `any order of events has one end, in the right stage, in time`(seed: UInt64) {
        var random = StreamsRandom(seed: seed)
        var ends: Set<String> = []
        for run in 0..<2500 {
            let start = StreamSamples.start
            var now = start
            var machine = StreamNegotiation(timeouts: StreamTimeouts(), now: start)
            var told = Told()
            var account = Account()
            var events: [Event] = []
            for _ in 0..<random.below(24) {
                now = now + .milliseconds(random.below(8) == 0 ? random.below(40_000) : random.below(2000))
                let event = Self.weighted[random.below(Self.weighted.count)]
                events.append(event)
                let wasOver = machine.outcome != nil
                let wasEstablished = account.isEstablished
                let missing = account.missing
                let late = now >= machine.deadline
                let before = machine
                let finishes = told.finishes.count
                Self.apply(event, to: &machine, now: now, told: &told)

                if wasOver { #expect(machine == before, "run \(run): \(events)") }
                if told.finishes.count > finishes, let finish = told.finishes.last {
                    #expect(finish.outcome == machine.outcome, "run \(run): \(events)")
                    #expect(
                        finish.owesReply == (told.handOut == 0 && event != .serviceWentAway),
                        "run \(run): \(events)"
                    )
                    account.isOver = true
                    if case .failed(let stage, .timedOut) = finish.outcome {
                        #expect(late && !wasEstablished && stage == missing, "run \(run): \(events)")
                    } else if case .failed(_, .left) = finish.outcome {
                        // Names the stage of the side that left; checked by examples.
                    } else if let stage = Self.stage(finish.outcome) {
                        #expect(!wasEstablished && stage == missing, "run \(run): \(events)")
                    }
                    ends.insert(String(describing: finish.outcome))
                } else {
                    account.note(event)
                }
                if !account.isOver {
                    #expect((told.establish == 1) == account.isEstablished, "run \(run): \(events)")
                    #expect(machine.stage == (account.isEstablished ? nil : account.missing), "run \(run): \(events)")
                }
            }
            // Whatever happened, the timer and then the gateway's word end it.
            Self.apply(.expired, to: &machine, now: max(now, machine.deadline), told: &told)
            if machine.outcome == nil { Self.apply(.deviceLeft, to: &machine, now: now, told: &told) }
            #expect(told.finishes.count == 1, "run \(run): \(events)")
            #expect(machine.outcome == told.finishes.first?.outcome)
            #expect(told.deliver <= 1 && told.handOut <= 1 && told.establish <= 1, "run \(run): \(events)")
            #expect(told.waits.allSatisfy { $0 <= machine.deadline }, "run \(run): \(events)")
            #expect(machine.wakes == nil && machine.stage == nil)
            for event in Event.allCases {
                Self.apply(event, to: &machine, now: now, told: &told)
            }
            #expect(told.finishes.count == 1, "run \(run): \(events)")
        }
        // A generator that never gets far would prove nothing.
        #expect(ends.count >= 15, "\(ends.sorted())")
    }
}
