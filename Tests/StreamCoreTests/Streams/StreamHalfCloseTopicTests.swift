import HubModel
import Testing

@testable import StreamCore

/// The keys of half-close and caller in the two topics.
@Suite struct StreamHalfCloseTopicTests {
    private func request(halfClose: Bool, caller: String? = nil) throws -> StreamRequestTopic {
        StreamRequestTopic(
            name: try StreamName("session"),
            stream: StreamSamples.stream,
            url: try StreamURL(
                host: "hub.local-001.streams.example.com",
                port: 443,
                path: BridgePath(hub: StreamSamples.hub, stream: StreamSamples.stream, side: .device)
            ),
            token: try #require(StreamToken("abc")),
            halfClose: halfClose,
            caller: caller
        )
    }

    @Test func `an offer and a caller come back as they were sent`() throws {
        let topic = try request(halfClose: true, caller: "token:press & co")
        #expect(topic.text.hasSuffix("&$halfClose=true&$caller=token%3Apress%20%26%20co"))
        #expect(try StreamRequestTopic(parsing: topic.text) == topic)
    }

    @Test func `what is not offered is not written`() throws {
        #expect(try !request(halfClose: false).text.contains("halfClose"))
    }

    @Test(arguments: ["True", "1", "", "false", "%74rue%zz"])
    func `another word than true is no offer`(_ word: String) throws {
        let text = try request(halfClose: false).text + "&$halfClose=" + word
        #expect(try !StreamRequestTopic(parsing: text).halfClose)
    }

    @Test func `an acceptance says that half-closes are carried`() throws {
        let topic = StreamAnswerTopic(
            stream: StreamSamples.stream,
            answer: .accepted(service: try ServiceName("ssh"), halfClose: true)
        )
        #expect(topic.text.hasSuffix("&$service=ssh&$halfClose=true"))
        #expect(try StreamAnswerTopic(parsing: topic.text) == topic)
    }
}
