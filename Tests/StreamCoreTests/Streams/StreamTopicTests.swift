import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamTopicTests {
    private let id = StreamSamples.stream.text
    private let url =
        "wss%3A%2F%2Fhub.local-001.streams.example.com%3A443%2Fbridges%2Fhub%2F"
        + "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41%2Fr%2Fdevice"

    private func request(
        name: String = "TestStream",
        service: String? = nil,
        reason: String? = nil,
        trace: TraceContext? = nil
    ) throws -> StreamRequestTopic {
        StreamRequestTopic(
            name: try StreamName(name),
            stream: StreamSamples.stream,
            url: try StreamURL(
                host: "hub.local-001.streams.example.com",
                port: 443,
                path: BridgePath(hub: StreamSamples.hub, stream: StreamSamples.stream, side: .device)
            ),
            token: try #require(StreamToken("abc-_.DEF")),
            service: try service.map { try ServiceName($0) },
            reason: reason,
            trace: trace
        )
    }

    @Test func `the trace of a request is one more key, and one that cannot be read is none`() throws {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let topic = try request(trace: TraceContext(text)).text
        #expect(topic.hasSuffix("&$traceparent=" + text))
        #expect(try StreamRequestTopic(parsing: topic).trace?.description == text)
        let broken = topic.dropLast(2) + "xx"
        #expect(try StreamRequestTopic(parsing: String(broken)).trace == nil)
    }

    @Test func `a request has the form that the SDKs read`() throws {
        #expect(
            try request().text == "$iothub/streams/POST/TestStream/?$rid=\(id)&$url=\(url)&$auth=abc-_.DEF"
        )
    }

    @Test func `our own keys follow, encoded`() throws {
        let topic = try request(service: "[::1]:443", reason: "a&b=c/d?#%+ü\n\u{0}").text
        #expect(topic.hasPrefix("$iothub/streams/POST/TestStream/?$rid=\(id)&$url=\(url)&$auth=abc-_.DEF&$service="))
        #expect(topic.hasSuffix("&$service=%5B%3A%3A1%5D%3A443&$reason=a%26b%3Dc%2Fd%3F%23%25%2B%C3%BC%0A%00"))
    }

    /// What the C and C# parsers demand: five levels, pairs of two, one of each key, nothing but topic characters.
    @Test func `no value can break out of its place`() throws {
        var random = StreamsRandom(seed: 11)
        for _ in 0..<2000 {
            let bytes = (0..<random.below(40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let reason =
                String(decoding: bytes, as: UTF8.self) + ["/", "&$auth=x", "?$rid=1", "#", "+", "="][random.below(6)]
            let topic = try request(name: "n.~-_", service: "web", reason: reason).text
            #expect(topic.split(separator: "/", omittingEmptySubsequences: false).count == 5)
            let level = try #require(topic.split(separator: "/").last)
            let pairs = level.dropFirst().split(separator: "&", omittingEmptySubsequences: false)
            #expect(pairs.count == 5)
            #expect(pairs.allSatisfy { $0.split(separator: "=", omittingEmptySubsequences: false).count == 2 })
            #expect(
                topic.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "+") }
            )
            #expect(try StreamRequestTopic(parsing: topic) == request(name: "n.~-_", service: "web", reason: reason))
        }
    }

    @Test func `a long reason is cut between characters`() throws {
        let topic = try request(reason: String(repeating: "é", count: 200))
        #expect(topic.reason == String(repeating: "é", count: 128))
        #expect(try request(reason: String(repeating: "x", count: 256)).reason?.utf8.count == 256)
        // One character of many scalars is longer than the bound by itself.
        #expect(try request(reason: "e" + String(repeating: "\u{301}", count: 300)).reason == "")
    }

    @Test func `the largest request keeps within the bound`() throws {
        let name = String(repeating: "n", count: 128)
        let path = String(repeating: "/", count: StreamURL.maximumBytes - "wss://h:65535".utf8.count)
        let largest = StreamRequestTopic(
            name: try StreamName(name),
            stream: StreamSamples.stream,
            url: try #require(StreamURL("wss://h:65535" + path)),
            token: try #require(StreamToken(String(repeating: "t", count: StreamToken.maximumBytes))),
            service: try ServiceName(String(repeating: ":", count: 128)),
            reason: String(repeating: "/", count: 300)
        )
        #expect(largest.text.utf8.count <= StreamTopicProperties.maximumTopicBytes)
        #expect(try StreamRequestTopic(parsing: largest.text) == largest)
    }

    @Test func `a device reads pairs in any order and passes unknown keys over`() throws {
        let topic = "$IoTHub/Streams/POST/TestStream/$ip=10.0.0.1&$auth=abc-_.DEF&novalue&$url=\(url)&x=y=z&$rid=\(id)"
        #expect(try StreamRequestTopic(parsing: topic) == request())
    }

    @Test func `a request that SDKs could not read is refused with its cause`() throws {
        let good = try request().text
        for (topic, expected) in [
            (
                "$iothub/streams/POST/TestStream/?$rid=\(id)&$url=wss://a:1/b/c/d&$auth=abc",
                StreamTopicError.wrongLevels(10)
            ),
            ("$iothub/streams/POST/TestStream", .wrongLevels(4)),
            ("$iothub/streams/POST//?$rid=\(id)&$url=\(url)&$auth=abc", .invalid("name")),
            ("$iothub/streams/POST/S%206/?$rid=\(id)&$url=\(url)&$auth=abc", .invalid("name")),
            ("$iothub/streams/POST/S/?$url=\(url)&$auth=abc", .missing("$rid")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$auth=abc", .missing("$url")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=\(url)", .missing("$auth")),
            ("$iothub/streams/POST/S/?$rid=1&$url=\(url)&$auth=abc", .invalid("$rid")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=wss%3A%2F%2Fa%2F&$auth=abc", .invalid("$url")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=%zz&$auth=abc", .invalid("$url")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=\(url)&$auth=abc%2B", .invalid("$auth")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=\(url)&$auth=abc=", .invalid("$auth")),
            ("$iothub/streams/POST/S/?$rid=\(id)&$url=\(url)&$auth=a&$auth=b", .repeatedKey("$auth")),
            (good + "&$service=a%20b", .invalid("$service")),
            (good + "&$service=%", .invalid("$service")),
            (good + "&$service=", .invalid("$service")),
            ("$iothub/methods/POST/S/?$rid=\(id)", .otherTopic),
            ("", .otherTopic),
            (good + String(repeating: "x", count: 8192), .tooLong(good.utf8.count + 8192)),
        ] {
            #expect(throws: expected, "\(topic)") { try StreamRequestTopic(parsing: topic) }
        }
    }

    @Test func `the answers of the SDKs are read`() throws {
        #expect(
            try StreamAnswerTopic(parsing: "$iothub/streams/res/200/?$rid=\(id)")
                == StreamAnswerTopic(stream: StreamSamples.stream, answer: .accepted(service: nil))
        )
        #expect(
            try StreamAnswerTopic(parsing: "$iothub/streams/res/400/?$rid=\(id)")
                == StreamAnswerTopic(stream: StreamSamples.stream, answer: .rejected(StreamRejection()))
        )
    }

    @Test(arguments: ["/", "/a=b", "/a=b/c", "&a=b", "&a=b&$x=%zz", "&", "&&", "&a", "&=", "&a=b/$rid=other"])
    func `what SDKs append is passed over`(tail: String) throws {
        #expect(
            try StreamAnswerTopic(parsing: "$iothub/streams/res/200/?$rid=\(id)" + tail).answer
                == .accepted(service: nil)
        )
    }

    @Test func `an answer without the question mark is read`() throws {
        #expect(try StreamAnswerTopic(parsing: "$iothub/streams/res/400/$rid=\(id)").stream == StreamSamples.stream)
    }

    @Test func `our agent's answers are written and read`() throws {
        let rejection = StreamRejection(
            code: try RejectionCode("busy.now"),
            text: "5 of 5 sessions; ask Ö&Co/=?",
            retryAfter: .seconds(30)
        )
        for answer in [
            StreamAnswer.accepted(service: nil), .accepted(service: try ServiceName("ssh")),
            .rejected(StreamRejection()),
            .rejected(rejection),
        ] {
            let topic = StreamAnswerTopic(stream: StreamSamples.stream, answer: answer)
            #expect(try StreamAnswerTopic(parsing: topic.text) == topic)
            #expect(topic.answer == answer)
        }
        #expect(
            StreamAnswerTopic(stream: StreamSamples.stream, answer: .rejected(rejection)).text
                == "$iothub/streams/res/400/?$rid=\(id)&$code=busy.now"
                + "&$reason=5%20of%205%20sessions%3B%20ask%20%C3%96%26Co%2F%3D%3F&$retryAfter=30"
        )
    }

    @Test func `an addition that cannot be read counts as not given`() throws {
        for tail in ["&$service=a%20b", "&$service=%zz", "&$service="] {
            let answer = try StreamAnswerTopic(parsing: "$iothub/streams/res/200/?$rid=\(id)" + tail).answer
            #expect(answer == .accepted(service: nil))
        }
        for tail in ["&$code=%2F", "&$code=", "&$reason=%ff", "&$retryAfter=-1", "&$retryAfter=1.5", "&$retryAfter="] {
            let answer = try StreamAnswerTopic(parsing: "$iothub/streams/res/400/?$rid=\(id)" + tail).answer
            #expect(answer == .rejected(StreamRejection()))
        }
    }

    @Test func `what a device asks for is bounded`() throws {
        let answer = try StreamAnswerTopic(
            parsing: "$iothub/streams/res/400/?$rid=\(id)&$retryAfter=9999999999&$reason="
                + String(repeating: "x", count: 1000)
        ).answer
        let expected = StreamRejection(text: String(repeating: "x", count: 256), retryAfter: .seconds(86_400))
        #expect(answer == .rejected(expected))
        let negative = StreamAnswerTopic(
            stream: StreamSamples.stream,
            answer: .rejected(StreamRejection(retryAfter: .milliseconds(-1500)))
        )
        #expect(negative.answer == .rejected(StreamRejection(retryAfter: .zero)))
    }

    @Test func `other answers are refused with their cause`() {
        for (topic, expected) in [
            ("$iothub/streams/res/204/?$rid=\(id)", StreamTopicError.unknownStatus("204")),
            ("$iothub/streams/res/0200/?$rid=\(id)", .unknownStatus("0200")),
            ("$iothub/streams/res//?$rid=\(id)", .unknownStatus("")),
            ("$iothub/streams/res/2\u{1B}/?$rid=\(id)", .unknownStatus("2\\u{1B}")),
            ("$iothub/streams/res/200", .wrongLevels(4)),
            ("$iothub/streams/res/200/", .missing("$rid")),
            ("$iothub/streams/res/200/?$RID=\(id)", .missing("$rid")),
            ("$iothub/streams/res/200/?$rid=", .invalid("$rid")),
            ("$iothub/streams/res/200/?$rid=\(id)x", .invalid("$rid")),
            ("$iothub/streams/res/200/?$rid=\(id)&$rid=\(id)", .repeatedKey("$rid")),
            ("$iothub/twin/res/200/?$rid=\(id)", .otherTopic),
            ("$iothub/streams/POST/200/?$rid=\(id)", .otherTopic),
        ] {
            #expect(throws: expected, "\(topic)") { try StreamAnswerTopic(parsing: topic) }
        }
    }

    @Test func `no bytes of a device trap the reader`() {
        var random = StreamsRandom(seed: 5)
        let pieces = [
            "$iothub/streams/res/", "$iothub/streams/POST/", "200", "400", "/", "?", "&", "=", "$rid", id, "$url", "%",
            "%41", "$auth", "$service", "$retryAfter", "99999999999999999999", "\u{301}", "\u{0}", "é", "wss://", ":",
        ]
        for _ in 0..<20_000 {
            let topic = (0..<random.below(14)).map { _ in pieces[random.below(pieces.count)] }.joined()
            _ = try? StreamAnswerTopic(parsing: topic)
            _ = try? StreamRequestTopic(parsing: topic)
            _ = StreamURL(topic)
            _ = BridgePath(topic)
        }
    }
}
