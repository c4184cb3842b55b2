package import HubModel
package import NIOCore

/// One side of a stream that is open, as that side's program sees it.
///
/// ```
/// incoming:  open ─fin→ finished ─close frame, end of the connection→ over
/// outgoing:  open ─finished→ finished ─both finished, closed→ closing
/// ```
/// Where both sides agreed to carry half-closes, a side that has sent everything sends one text frame, `fin`; data is
/// always binary then. When both have, either closes the WebSocket. Without the agreement the first end is the end of
/// all: finishing sends a close frame.
///
/// A close frame with code 1000 that comes where a `fin` was agreed on and did not come is what the gateway sends when
/// the other side broke off: it is no end of the data.
package struct StreamConversation: Equatable, Sendable {
    /// What a text frame says that ends one direction.
    package static let finishText = "fin"

    private enum Incoming: Equatable, Sendable { case open, finished, over }
    private enum Outgoing: Equatable, Sendable { case open, finished, closing }

    package let hasHalfClose: Bool
    private var incoming = Incoming.open
    private var outgoing = Outgoing.open
    /// The payload of a text frame that may be a `fin`; `nil` inside other frames.
    private var text: [UInt8]?

    package init(hasHalfClose: Bool) {
        self.hasHalfClose = hasHalfClose
    }

    /// Whether more may be written.
    package var canWrite: Bool { outgoing == .open }

    /// Whether the other side may still send data.
    var expectsData: Bool { incoming == .open }
}

extension StreamConversation {
    /// What to do after the other side sent something.
    package enum ReceivedAction: Equatable, Sendable {
        /// Go on.
        case nothing
        /// The other side has finished: tell the reader, behind all that was delivered.
        case finishInput
        /// The same, and both directions are done: send a close frame with code 1000.
        case finishInputAndClose
        /// The other side broke the rules: send this close frame; the stream is over.
        case fail(CloseStatus)
    }

    /// What to send at the end of this side's data, in this order; then what is queued is flushed.
    package struct FinishAction: Equatable, Sendable {
        /// A text frame with `finishText`.
        package var sendsFinish = false
        /// A close frame with code 1000.
        package var closes = false
    }

    /// A data frame begins; returns whether its payload is data, to be handed on.
    package mutating func began(_ header: FrameHeader) -> Bool {
        text = hasHalfClose && header.opcode == .text ? [] : nil
        return text == nil && incoming == .open
    }

    /// Payload that is not handed on.
    package mutating func skipped(_ payload: ByteBuffer) {
        // One byte more than fits, so that a longer text is seen to be another.
        guard let count = text?.count, count <= Self.finishText.utf8.count else { return }
        text?.append(contentsOf: payload.readableBytesView.prefix(Self.finishText.utf8.count + 1 - count))
    }

    /// The frame is whole.
    package mutating func frameEnded() -> ReceivedAction {
        guard let text else { return .nothing }
        self.text = nil
        switch incoming {
        case .over, .finished: return .nothing
        case .open:
            guard text.elementsEqual(Self.finishText.utf8) else {
                incoming = .over
                outgoing = .closing
                return .fail(CloseStatus(.unsupportedData, reason: "a text frame that is not '\(Self.finishText)'"))
            }
            incoming = .finished
            guard outgoing == .finished else { return .finishInput }
            outgoing = .closing
            return .finishInputAndClose
        }
    }

    /// This side has written everything.
    package mutating func finished() -> FinishAction {
        guard outgoing == .open else { return FinishAction() }
        guard hasHalfClose else { return closed() }
        let isLast = incoming != .open
        outgoing = isLast ? .closing : .finished
        return FinishAction(sendsFinish: true, closes: isLast)
    }

    /// This side wants no more of the stream, in either direction.
    package mutating func closed() -> FinishAction {
        defer { outgoing = .closing }
        switch outgoing {
        case .open: return FinishAction(sendsFinish: hasHalfClose, closes: true)
        case .finished: return FinishAction(closes: true)
        case .closing: return FinishAction()
        }
    }

    /// A close frame came; returns how the stream ended, and whether to answer it with the same.
    package mutating func closeReceived(_ status: CloseStatus?) -> (end: StreamEnd, answers: Bool) {
        let answers = outgoing != .closing
        let end = end(of: status)
        incoming = .over
        outgoing = .closing
        return (end, answers)
    }

    /// The connection ended without a close frame; returns how the stream ended.
    package mutating func connectionEnded(_ words: String) -> StreamEnd {
        let end: StreamEnd =
            switch (incoming, outgoing) {
            case (.finished, .closing), (.finished, .finished): .finished
            case (.open, .closing), (.over, _): .closedHere
            case (.open, .open), (.open, .finished), (.finished, .open): .connectionLost(words)
            }
        incoming = .over
        outgoing = .closing
        return end
    }

    private func end(of status: CloseStatus?) -> StreamEnd {
        if incoming == .finished { return byHub(status) ?? .finished }
        // What was in the way of the other side's close frame is not told apart from an answer to ours.
        if outgoing == .closing { return byHub(status) ?? .closedHere }
        if let end = byHub(status) { return end }
        let reason = status.map { VisibleText.show($0.reason, limit: CloseStatus.maximumReasonBytes) } ?? ""
        switch status?.code {
        case nil, .normal?:
            return hasHalfClose ? .connectionLost(reason.isEmpty ? "the other side broke off" : reason) : .finished
        case let code?:
            return .connectionLost(reason.isEmpty ? "closed with code \(code.number)" : reason)
        }
    }

    /// The gateway's own closes: 1001 when it stops, 4000 and an HTTP status with a code of the catalogue.
    private func byHub(_ status: CloseStatus?) -> StreamEnd? {
        guard let status, status.code == .goingAway || (4000...4999).contains(status.code.number) else { return nil }
        let (words, end) = StreamCloseReason.parts(of: status.reason)
        guard let (code, detail) = StreamCloseReason.code(in: words) else {
            return .closedByHub(nil, reason: VisibleText.show(status.reason, limit: CloseStatus.maximumReasonBytes))
        }
        let meaning = code.entry.meaning
        guard let detail else { return .closedByHub(code, reason: meaning + VisibleText.show(end)) }
        let sentence = meaning.hasSuffix(".") ? String(meaning.dropLast()) : meaning
        return .closedByHub(code, reason: "\(sentence): \(VisibleText.show(detail + end))")
    }
}
