import HubModel
import StreamCore
import Testing

@Suite struct StreamCloseReasonTests {
    private let id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"

    @Test func `words and id are read as they were written`() {
        let text = StreamCloseReason.text("DeviceDisabled", trackingID: id)
        #expect(text == "DeviceDisabled; tracking " + id)
        #expect(StreamCloseReason.parts(of: text) == ("DeviceDisabled", "; tracking " + id))
        #expect(StreamCloseReason.text("bye", trackingID: nil) == "bye")
        #expect(StreamCloseReason.parts(of: "bye") == ("bye", ""))
    }

    @Test func `the words of a person stand behind the code, whatever they are`() throws {
        let words = StreamCloseReason.words(.streamClosed, "see: 4711; tracking 12")
        #expect(words == "StreamClosed: see: 4711; tracking 12")
        #expect(
            StreamCloseReason.parts(of: StreamCloseReason.text(words, trackingID: id)) == (words, "; tracking " + id)
        )
        let read = try #require(StreamCloseReason.code(in: words))
        #expect(read == (.streamClosed, "see: 4711; tracking 12"))
        #expect(StreamCloseReason.words(.deviceDisabled, nil) == "DeviceDisabled")
        #expect(StreamCloseReason.words(.deviceDisabled, "") == "DeviceDisabled")
        let bare = try #require(StreamCloseReason.code(in: "DeviceDisabled"))
        #expect(bare == (.deviceDisabled, nil))
        #expect(StreamCloseReason.code(in: "the gateway stops: now") == nil)
    }

    @Test func `of long words the end goes, not the id`() {
        let text = StreamCloseReason.text(String(repeating: "ü", count: 100), trackingID: id)
        #expect(text.hasSuffix("ü; tracking " + id))
        #expect(CloseStatus(.normal, reason: text).reason == text)
    }
}
