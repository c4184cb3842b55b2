import FuzzSupport
import HubModel
import NIOCore
import StreamCore

/// What comes of a peer's bytes in a decoder and, at a server, in the session behind it.
struct MQTTRun {
    enum Role {
        case server, client
    }

    enum Event: Equatable {
        case packet(MQTTPacket)
        case actions([MQTTSessionAction])
        case error(MQTTDecodeError)
    }

    /// Small ones, so that the fuzzer meets every bound.
    static let limits: MQTTLimits = {
        var limits = MQTTLimits()
        limits.maximumPacketBytes = 2048
        limits.maximumConnectBytes = 1024
        limits.maximumInFlight = 2
        limits.maximumSubscriptions = 3
        limits.maximumFilterBytes = 64
        return limits
    }()

    /// A first byte and four of length.
    private static let maximumHeaderBytes = 5

    private(set) var events: [Event] = []
    private var decoder: MQTTDecoder
    private var session: MQTTServerSession?
    /// Reads what the session sends.
    private var peer = MQTTDecoder.client()
    private var buffer = ByteBuffer()
    private var hasOpened = false
    private var isClosed = false
    private var seconds: Int64 = 0

    init(_ bytes: [UInt8], in pieces: Pieces, as role: Role) {
        switch role {
        case .server:
            decoder = .server(Self.limits)
            session = MQTTServerSession(limits: Self.limits, deadline: Timestamp(seconds: 1_000_000))
        case .client: decoder = .client(Self.limits)
        }
        var rest = bytes[...]
        for piece in pieces {
            buffer.writeBytes(rest.prefix(piece))
            rest = rest.dropFirst(piece)
            drain()
            if isClosed { break }
            checkBound()
        }
        finish()
    }

    private mutating func drain() {
        do throws(MQTTDecodeError) {
            while !isClosed, let packet = try decoder.next(from: &buffer) {
                hasOpened = true
                events.append(.packet(packet))
                received(packet)
            }
        } catch {
            events.append(.error(error))
            perform(session?.failed(error) ?? [])
            guard session == nil || isClosed else { fail("a session went on after \(error)") }
            isClosed = true
        }
    }

    private mutating func received(_ packet: MQTTPacket) {
        guard session != nil else { return }
        // The time goes with the packets, not with the pieces.
        seconds += 1
        perform(session?.received(packet, now: Timestamp(seconds: seconds)) ?? [])
        if isClosed { return }
        // What a device listens to is published to it, in every quality of service.
        for subscription in session?.subscriptions ?? [] {
            guard let topic = MQTTTopicName(subscription.filter.text) else { continue }
            for qos in [MQTTQoS.atMostOnce, .atLeastOnce] {
                if case .send(let publish)? = session?.publish(topic: topic, payload: ByteBuffer(), qos: qos) {
                    perform([.send(publish)])
                }
            }
        }
    }

    private mutating func perform(_ actions: [MQTTSessionAction]) {
        guard !actions.isEmpty else { return }
        events.append(.actions(actions))
        for (index, action) in actions.enumerated() {
            guard !isClosed else { fail("\(action) after the close") }
            switch action {
            case .authenticate(let login): judge(login)
            case .send(let packet): check(sent: packet)
            case .close:
                guard index == actions.count - 1 else { fail("something follows the close") }
                isClosed = true
            case .deliver, .deliverWill, .wake: break
            }
        }
        guard (session?.subscriptions.count ?? 0) <= Self.limits.maximumSubscriptions else {
            fail("more subscriptions than the limit")
        }
    }

    /// Refuses some, of which the client id decides.
    private mutating func judge(_ login: MQTTLogin) {
        guard session?.wantsPackets == false else {
            fail("packets are taken before the login is judged")
        }
        let now = Timestamp(seconds: seconds)
        if login.clientID.utf8.first == UInt8(ascii: "!") {
            perform(session?.refused(.notAuthorized) ?? [])
        } else {
            perform(session?.authenticated(until: nil, now: now) ?? [])
        }
    }

    /// What a server sends is what a client can read.
    private mutating func check(sent packet: MQTTPacket) {
        var encoded = ByteBuffer()
        do {
            try MQTTEncoder.write(packet, into: &encoded)
            guard try peer.next(from: &encoded) == packet else { fail("\(packet) was read otherwise") }
        } catch {
            fail("\(packet) cannot be sent: \(error)")
        }
    }

    /// What waits for more bytes is less than a header and the bound of one packet.
    private func checkBound() {
        let bound = session == nil || hasOpened ? Self.limits.maximumPacketBytes : Self.limits.maximumConnectBytes
        guard buffer.readableBytes < Self.maximumHeaderBytes + bound else {
            fail("\(buffer.readableBytes) bytes wait for more")
        }
    }

    /// The connection breaks; nothing comes of anything after it.
    private mutating func finish() {
        let now = Timestamp(seconds: seconds + 2_000_000)
        if !isClosed { perform(session?.expired(now: now) ?? []) }
        _ = session?.closed()
        guard session?.received(.pingRequest, now: now) ?? [] == [], session?.expired(now: now) ?? [] == [],
            session?.ended(.revoked) ?? [] == []
        else { fail("a session did something after its end") }
    }

    /// Every packet that was read is written as bytes that are read as the same packet.
    func checkRoundTrip(as role: Role) {
        var decoder = role == .server ? MQTTDecoder.server(Self.limits) : MQTTDecoder.client(Self.limits)
        for case .packet(let packet) in events {
            var bytes = ByteBuffer()
            do {
                try MQTTEncoder.write(packet, into: &bytes)
                let again = try decoder.next(from: &bytes)
                guard again == packet, bytes.readableBytes == 0 else {
                    fail("\(packet) was read again as \(String(describing: again))")
                }
            } catch {
                fail("\(packet) was read, but cannot be written and read again: \(error)")
            }
        }
    }
}
