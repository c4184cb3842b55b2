import Testing

@testable import StreamCore

struct MQTTTopicTests {
    @Test(arguments: [
        "a", "/", "//", "a/b", "$iothub/streams/POST/n/?$rid=1", " ", "é", String(repeating: "x", count: 65_535),
    ])
    func `a topic name is accepted`(_ text: String) {
        #expect(MQTTTopicName(text)?.text == text)
    }

    @Test(arguments: ["", "+", "a/+", "a/#", "a+b", "#", "a\u{0}", String(repeating: "x", count: 65_536)])
    func `a topic name is refused`(_ text: String) {
        #expect(MQTTTopicName(text) == nil)
    }

    @Test(arguments: ["#", "+", "/", "a", "a/#", "/#", "+/#", "+/+", "+/a/+", "a//#", "sport/+/player1", "$SYS/#"])
    func `a filter is accepted`(_ text: String) {
        #expect(MQTTTopicFilter(text)?.text == text)
    }

    @Test(arguments: ["", "a#", "#a", "#/", "#/a", "a/#/b", "##", "+a", "a+", "a+/b", "a/b+", "++", "+#", "a\u{0}"])
    func `a filter is refused`(_ text: String) {
        #expect(MQTTTopicFilter(text) == nil)
    }

    /// The examples of MQTT 3.1.1 §4.7 and the edges beside them.
    static let matching: [(MQTTTopicFilter, MQTTTopicName)] = [
        ("sport/tennis/player1/#", "sport/tennis/player1"),
        ("sport/tennis/player1/#", "sport/tennis/player1/ranking"),
        ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"),
        ("sport/#", "sport"), ("#", "a"), ("#", "/"), ("#", "a/$b"), ("sport/tennis/+", "sport/tennis/player1"),
        ("sport/+", "sport/"), ("+/+", "/finance"), ("/+", "/finance"), ("+", "finance"), ("+/", "a/"),
        ("+/b/#", "a/b"), ("a//b", "a//b"), ("a/+/b", "a//b"), ("$SYS/#", "$SYS/x"), ("$SYS/+/x", "$SYS/y/x"),
        ("a/$b", "a/$b"), ("a/+", "a/$b"), ("/#", "/"), ("é/+", "é/b"),
        ("$iothub/streams/POST/#", "$iothub/streams/POST/TestStream/?$rid=1&$url=wss%3A%2F%2Fh&$auth=t"),
    ]

    static let different: [(MQTTTopicFilter, MQTTTopicName)] = [
        ("sport/tennis/+", "sport/tennis/player1/ranking"), ("sport/+", "sport"), ("+", "/finance"),
        ("sport/tennis/#", "sport/tennis2"), ("sport", "Sport"), ("a", "a/"), ("a/", "a"), ("/a", "a"), ("a", "ab"),
        ("ab", "a"), ("a/b", "a/b/c"), ("a/b/c", "a/b"), ("a/+/#", "a"), ("#", "$SYS/x"), ("+/x", "$SYS/x"),
        ("+", "$SYS"), ("+/#", "$SYS"), ("a//b", "a/b"), ("/", "a"), ("#", "$"),
        // The same to `String`, not to MQTT.
        ("\u{E9}", "e\u{301}"),
    ]

    @Test(arguments: matching)
    func `a filter matches`(_ filter: MQTTTopicFilter, _ topic: MQTTTopicName) {
        #expect(filter.matches(topic))
    }

    @Test(arguments: different)
    func `a filter does not match`(_ filter: MQTTTopicFilter, _ topic: MQTTTopicName) {
        #expect(!filter.matches(topic))
    }

    @Test func `topics that differ in bytes differ`() {
        #expect(MQTTTopicName("\u{E9}") != MQTTTopicName("e\u{301}"))
        #expect(MQTTTopicFilter("\u{E9}") != MQTTTopicFilter("e\u{301}"))
        #expect(Set<MQTTTopicFilter>(["\u{E9}", "e\u{301}", "\u{E9}"]).count == 2)
    }
}
