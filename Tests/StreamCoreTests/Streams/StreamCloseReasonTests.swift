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

    @Test func `of long words the end goes, not the id`() {
        let text = StreamCloseReason.text(String(repeating: "ü", count: 100), trackingID: id)
        #expect(text.hasSuffix("ü; tracking " + id))
        #expect(CloseStatus(.normal, reason: text).reason == text)
    }
}
