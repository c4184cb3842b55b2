import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamNegotiationTests {
    private let start = StreamSamples.start
    private var end: Timestamp { start + .seconds(60) }

    private func at(_ seconds: Int) -> Timestamp { start + .seconds(seconds) }

    private func negotiation(_ timeouts: StreamTimeouts = StreamTimeouts()) -> StreamNegotiation {
        StreamNegotiation(timeouts: timeouts, now: start)
    }

    /// A handshake as far as the stage, by the shortest way.
    private func negotiation(at stage: StreamStage) -> StreamNegotiation {
        var machine = negotiation()
        if stage == .lookup { return machine }
        _ = machine.found(now: start)
        if stage == .deliver { return machine }
        _ = machine.delivered(now: start)
        if stage == .answer { return machine }
        _ = machine.answered(.accepted(service: nil), now: start)
        if stage == .deviceJoin { return machine }
        _ = machine.joined(.device, now: start)
        return machine
    }

    private func established() -> StreamNegotiation {
        var machine = negotiation(at: .serviceJoin)
        _ = machine.joined(.service, now: start)
        return machine
    }

    @Test func `a handshake goes its way`() {
        var machine = negotiation()
        #expect(machine.stage == .lookup)
        #expect(machine.found(now: at(1)) == .deliver(until: end))
        #expect(machine.stage == .deliver)
        #expect(machine.delivered(now: at(2)) == .wait(until: end))
        #expect(machine.stage == .answer)
        #expect(machine.answered(.accepted(service: nil), now: at(3)) == .handOut(until: end))
        #expect(machine.stage == .deviceJoin)
        #expect(machine.joined(.device, now: at(4)) == .wait(until: end))
        #expect(machine.stage == .serviceJoin)
        #expect(machine.joined(.service, now: at(5)) == .establish)
        #expect(machine.stage == nil)
        #expect(machine.wakes == nil)
        #expect(machine.outcome == nil)
        let finish = StreamFinish(outcome: .ended(by: .service), owesReply: false, closesGateway: false)
        #expect(machine.left(.service) == .finish(finish))
        #expect(machine.outcome == .ended(by: .service))
    }

    @Test func `the service may join first`() {
        var machine = negotiation(at: .deviceJoin)
        #expect(machine.joined(.service, now: at(1)) == .wait(until: end))
        #expect(machine.stage == .deviceJoin)
        #expect(machine.joined(.device, now: at(2)) == .establish)
    }

    @Test(arguments: [StreamStage.deliver, .answer])
    func `a device on the gateway before its answer is remembered`(stage: StreamStage) {
        var machine = negotiation(at: stage)
        #expect(machine.joined(.device, now: at(1)) == .wait(until: end))
        #expect(machine.stage == stage)
        #expect(machine.answered(.accepted(service: nil), now: at(2)) == .handOut(until: end))
        #expect(machine.stage == .serviceJoin)
        #expect(machine.joined(.service, now: at(3)) == .establish)
    }

    @Test func `an answer may overtake the note of its delivery`() {
        var machine = negotiation(at: .deliver)
        #expect(machine.answered(.accepted(service: nil), now: at(1)) == .handOut(until: end))
        #expect(machine.delivered(now: at(2)) == .ignore)
        #expect(machine.stage == .deviceJoin)
    }

    @Test func `a rejection ends it and the gateway refuses the device`() {
        let rejection = StreamRejection(text: "busy", retryAfter: .seconds(5))
        var machine = negotiation(at: .answer)
        let finish = StreamFinish(outcome: .rejected(rejection), owesReply: true, closesGateway: true)
        #expect(machine.answered(.rejected(rejection), now: at(1)) == .finish(finish))
        #expect(machine.answered(.accepted(service: nil), now: at(2)) == .ignore)
        #expect(machine.outcome == .rejected(rejection))
    }

    @Test func `a second answer changes nothing`() {
        var machine = negotiation(at: .deviceJoin)
        let before = machine
        #expect(machine.answered(.rejected(StreamRejection()), now: at(1)) == .ignore)
        #expect(machine.answered(.accepted(service: nil), now: at(1)) == .ignore)
        #expect(machine == before)
    }

    @Test func `an answer before the request was sent is no answer`() {
        var machine = negotiation(at: .lookup)
        #expect(machine.answered(.accepted(service: nil), now: start) == .ignore)
        #expect(machine.joined(.device, now: start) == .ignore)
        #expect(machine.stage == .lookup)
    }

    @Test func `a service cannot join before it has its token`() {
        var machine = negotiation(at: .answer)
        #expect(machine.joined(.service, now: start) == .ignore)
        #expect(machine.answered(.accepted(service: nil), now: start) == .handOut(until: end))
        #expect(machine.joined(.device, now: start) == .wait(until: end))
    }

    @Test(arguments: StreamStage.allCases)
    func `the deadline names the stage that was missing`(stage: StreamStage) {
        var machine = negotiation(at: stage)
        #expect(machine.wakes == end)
        #expect(machine.expired(now: end + .milliseconds(-1)) == .wait(until: end))
        guard case .finish(let finish) = machine.expired(now: end) else {
            Issue.record("it did not end")
            return
        }
        #expect(finish.outcome == .failed(stage, .timedOut))
        #expect(finish.owesReply == [.lookup, .deliver, .answer].contains(stage))
        #expect(finish.closesGateway == (stage != .lookup))
        #expect(machine.expired(now: end) == .ignore)
        #expect(machine.wakes == nil)
    }

    @Test func `what comes late ends it as the timer would have`() {
        var found = negotiation(at: .lookup)
        let lookup = StreamFinish(outcome: .failed(.lookup, .timedOut), owesReply: true, closesGateway: false)
        #expect(found.found(now: end) == .finish(lookup))
        var delivered = negotiation(at: .deliver)
        let deliver = StreamFinish(outcome: .failed(.deliver, .timedOut), owesReply: true, closesGateway: true)
        #expect(delivered.delivered(now: end) == .finish(deliver))
        var answered = negotiation(at: .answer)
        let answer = StreamFinish(outcome: .failed(.answer, .timedOut), owesReply: true, closesGateway: true)
        #expect(answered.answered(.accepted(service: nil), now: end) == .finish(answer))
        var joined = negotiation(at: .serviceJoin)
        let join = StreamFinish(outcome: .failed(.serviceJoin, .timedOut), owesReply: false, closesGateway: true)
        #expect(joined.joined(.service, now: end) == .finish(join))
    }

    @Test func `the service's own timeouts are shorter deadlines of their stages`() {
        var machine = negotiation(StreamTimeouts(connect: .milliseconds(2500), response: .seconds(10)))
        #expect(machine.wakes == start + .milliseconds(2500))
        #expect(machine.found(now: at(1)) == .deliver(until: start + .milliseconds(2500)))
        #expect(machine.delivered(now: at(2)) == .wait(until: at(12)))
        #expect(
            machine.answered(.accepted(service: nil), now: at(11)) == .handOut(until: start + .milliseconds(13_500))
        )
        let finish = StreamFinish(outcome: .failed(.deviceJoin, .timedOut), owesReply: false, closesGateway: true)
        #expect(machine.expired(now: at(14)) == .finish(finish))
    }

    @Test func `no timeout reaches beyond the whole`() {
        #expect(StreamTimeouts(connect: .seconds(3600), response: .seconds(-5)).connect == .seconds(60))
        #expect(StreamTimeouts(connect: .seconds(3600), response: .seconds(-5)).response == .zero)
        var machine = negotiation(StreamTimeouts(connect: .seconds(50), response: .seconds(50)))
        _ = machine.found(now: at(30))
        #expect(machine.delivered(now: at(40)) == .wait(until: end))
        #expect(machine.answered(.accepted(service: nil), now: at(59)) == .handOut(until: end))
    }

    @Test func `a service that goes away frees everything, once it has its answer nothing`() {
        for (stage, closes) in [(StreamStage.lookup, false), (.deliver, true), (.answer, true)] {
            var machine = negotiation(at: stage)
            let finish = StreamFinish(outcome: .abandoned(stage), owesReply: false, closesGateway: closes)
            #expect(machine.serviceWentAway() == .finish(finish))
            #expect(machine.answered(.accepted(service: nil), now: at(1)) == .ignore)
            #expect(machine.joined(.device, now: at(1)) == .ignore)
        }
        for var machine in [negotiation(at: .deviceJoin), negotiation(at: .serviceJoin), established()] {
            #expect(machine.serviceWentAway() == .ignore)
            #expect(machine.outcome == nil)
        }
    }

    @Test func `a device that goes away before its answer ends it, afterwards nothing`() {
        for stage in [StreamStage.deliver, .answer] {
            var machine = negotiation(at: stage)
            let outcome = StreamOutcome.failed(stage, .refused(.deviceNotOnline))
            #expect(
                machine.deviceWentAway()
                    == .finish(StreamFinish(outcome: outcome, owesReply: true, closesGateway: true))
            )
        }
        for var machine in [negotiation(at: .lookup), negotiation(at: .deviceJoin), established()] {
            #expect(machine.deviceWentAway() == .ignore)
            #expect(machine.outcome == nil)
        }
    }

    @Test func `a device that cannot be asked ends it with that code`() {
        for (stage, code) in [(StreamStage.lookup, ErrorCode.deviceDisabled), (.deliver, .deviceNotListening)] {
            var machine = negotiation(at: stage)
            guard case .finish(let finish) = machine.refused(code) else {
                Issue.record("it did not end")
                continue
            }
            #expect(finish.outcome == .failed(stage, .refused(code)))
            #expect(finish.owesReply)
        }
        var machine = negotiation(at: .answer)
        #expect(machine.refused(.deviceNotOnline) == .ignore)
    }

    @Test func `a side that leaves before the other came ends it`() {
        var device = negotiation(at: .serviceJoin)
        let first = StreamFinish(
            outcome: .failed(.deviceJoin, .left(.device)),
            owesReply: false,
            closesGateway: false
        )
        #expect(device.left(.device) == .finish(first))
        var service = negotiation(at: .deviceJoin)
        _ = service.joined(.service, now: at(1))
        #expect(service.left(.device) == .ignore)
        let second = StreamFinish(
            outcome: .failed(.serviceJoin, .left(.service)),
            owesReply: false,
            closesGateway: false
        )
        #expect(service.left(.service) == .finish(second))
        var early = negotiation(at: .answer)
        _ = early.joined(.device, now: at(1))
        let third = StreamFinish(outcome: .failed(.deviceJoin, .left(.device)), owesReply: true, closesGateway: false)
        #expect(early.left(.device) == .finish(third))
    }

    @Test func `the hub closes in every state, and names where it was`() {
        for stage in StreamStage.allCases {
            var machine = negotiation(at: stage)
            guard case .finish(let finish) = machine.closed(.forbidden) else {
                Issue.record("it did not end")
                continue
            }
            #expect(finish.outcome == .closed(.forbidden, stage))
            #expect(machine.closed(.forbidden) == .ignore)
        }
        var machine = established()
        let finish = StreamFinish(outcome: .closed(.deviceDisabled, nil), owesReply: false, closesGateway: true)
        #expect(machine.closed(.deviceDisabled) == .finish(finish))
        #expect(machine.left(nil) == .ignore)
    }

    @Test func `a service that was asked for by name must be confirmed`() throws {
        let ssh = try ServiceName("ssh")
        let finish = StreamFinish(
            outcome: .failed(.answer, .refused(.serviceNotConfirmed)),
            owesReply: true,
            closesGateway: true
        )
        for confirmed in [nil, try ServiceName("SSH"), try ServiceName("web")] {
            var machine = StreamNegotiation(timeouts: StreamTimeouts(), confirming: ssh, now: start)
            _ = machine.found(now: start)
            _ = machine.delivered(now: start)
            #expect(machine.answered(.accepted(service: confirmed), now: start) == .finish(finish))
        }
        var machine = StreamNegotiation(timeouts: StreamTimeouts(), confirming: ssh, now: start)
        _ = machine.found(now: start)
        #expect(machine.answered(.accepted(service: ssh), now: start) == .handOut(until: end))
        var any = negotiation(at: .answer)
        #expect(any.answered(.accepted(service: ssh), now: start) == .handOut(until: end))
    }

    @Test func `the deadline does not touch an established stream`() {
        var machine = established()
        #expect(machine.expired(now: start + .seconds(86_400)) == .ignore)
        #expect(machine.joined(.device, now: start + .seconds(86_400)) == .ignore)
        #expect(machine.outcome == nil)
    }

    @Test func `each failure has its code`() {
        #expect(StreamFailure.timedOut.code == .gatewayTimeout)
        #expect(StreamFailure.refused(.deviceDisabled).code == .deviceDisabled)
        #expect(StreamFailure.left(.device).code == .deviceNotOnline)
        #expect(StreamFailure.left(.service).code == .gatewayTimeout)
    }
}
