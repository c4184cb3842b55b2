import NIOCore
import Testing

@testable import Transport

struct RequestDeadlinesTests {
    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func started() -> RequestDeadlines {
        var machine = RequestDeadlines(limits: .init())
        machine.began(now: at(0))
        return machine
    }

    private func served(_ machine: inout RequestDeadlines, at second: Int64) {
        machine.bytesArrived(now: at(second))
        machine.headReceived()
        machine.requestEnded(now: at(second))
        machine.responseEnded(now: at(second))
    }

    @Test func `the first request has ten seconds from the handshake whenever its first byte comes`() {
        var machine = RequestDeadlines(limits: .init())
        #expect(machine.deadline == nil)
        machine.began(now: at(5))
        #expect(machine.deadline == at(15))
        machine.bytesArrived(now: at(14))
        #expect(machine.deadline == at(15))
        machine.began(now: at(14))
        #expect(machine.deadline == at(15))
    }

    @Test func `between requests there is more time and a head has ten seconds from its first byte`() {
        var machine = started()
        served(&machine, at: 1)
        #expect(machine.deadline == at(76))
        machine.bytesArrived(now: at(70))
        #expect(machine.deadline == at(80))
        machine.bytesArrived(now: at(79))
        #expect(machine.deadline == at(80))
    }

    @Test func `while the server works the peer owes nothing`() {
        var machine = started()
        machine.headReceived()
        machine.requestEnded(now: at(1))
        #expect(machine.deadline == nil)
        machine.bytesArrived(now: at(2))
        machine.readRequested(now: at(2))
        #expect(machine.deadline == nil)
    }

    @Test func `a body is awaited only while somebody reads`() {
        var machine = started()
        machine.headReceived()
        #expect(machine.deadline == nil)
        machine.readRequested(now: at(10))
        #expect(machine.deadline == at(40))
        machine.readRequested(now: at(20))
        #expect(machine.deadline == at(40))
        machine.bytesArrived(now: at(39))
        #expect(machine.deadline == nil)
        machine.readRequested(now: at(100))
        #expect(machine.deadline == at(130))
    }

    @Test func `a response before the end of the body leaves the rest of the body due`() {
        var machine = started()
        machine.headReceived()
        machine.responseEnded(now: at(1))
        machine.readRequested(now: at(2))
        #expect(machine.deadline == at(32))
        machine.bytesArrived(now: at(3))
        machine.requestEnded(now: at(3))
        #expect(machine.deadline == at(78))
    }

    @Test func `pipelined requests are idle only after the last response`() {
        var machine = started()
        machine.bytesArrived(now: at(1))
        for _ in 0..<3 {
            machine.headReceived()
            machine.requestEnded(now: at(1))
        }
        machine.responseEnded(now: at(2))
        machine.responseEnded(now: at(3))
        #expect(machine.deadline == nil)
        machine.responseEnded(now: at(4))
        #expect(machine.deadline == at(79))
    }

    @Test func `an answer to what could not be parsed changes nothing`() {
        var machine = started()
        machine.responseEnded(now: at(1))
        #expect(machine.deadline == at(10))
    }

    @Test func `what is finished stays so`() {
        var machine = started()
        machine.finished()
        machine.headReceived()
        machine.requestEnded(now: at(1))
        machine.responseEnded(now: at(1))
        machine.bytesArrived(now: at(1))
        machine.began(now: at(1))
        #expect(machine.deadline == nil)
        #expect(machine.stage == "finished")
    }

    @Test func `a response that lies still has a limit and any progress starts it anew`() {
        var progress = WriteProgress(limit: .seconds(60))
        progress.observed(pending: 0, at: at(0))
        #expect(progress.deadline == nil)
        progress.observed(pending: 100, at: at(1))
        #expect(progress.deadline == at(61))
        progress.observed(pending: 200, at: at(30))
        #expect(progress.deadline == at(61))
        progress.observed(pending: 199, at: at(50))
        #expect(progress.deadline == at(110))
        progress.observed(pending: 0, at: at(60))
        #expect(progress.deadline == nil)
    }
}
