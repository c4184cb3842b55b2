import HubModel
import Testing

struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"

    @Test(arguments: [
        ("00-\(trace)-\(parent)-01", true), ("00-\(trace)-\(parent)-00", false),
        // Flags that this version does not know.
        ("00-\(trace)-\(parent)-03", true), ("00-\(trace)-\(parent)-fe", false),
        // Later versions, with and without parts that this one does not know.
        ("01-\(trace)-\(parent)-01", true), ("cc-\(trace)-\(parent)-01-what-the-future-will-be-like", true),
    ])
    func `a header is read`(_ text: String, _ isSampled: Bool) throws {
        let context = try #require(TraceContext(text))
        #expect(context.traceID.text == Self.trace)
        #expect(context.parentID == Self.parent)
        #expect(context.isSampled == isSampled)
        #expect(context.description == "00-\(Self.trace)-\(Self.parent)-\(isSampled ? "01" : "00")")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-1", "00-\(trace)-\(parent)-01-x",
        "00-\(trace)-\(parent)-01 ", " 00-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-0g",
        "ff-\(trace)-\(parent)-01", "0x-\(trace)-\(parent)-01", "cc-\(trace)-\(parent)-01.what",
        "00-\(trace.uppercased())-\(parent)-01", "00-\(trace)-\(parent.uppercased())-01",
        "00-\(String(repeating: "0", count: 32))-\(parent)-01", "00-\(trace)-0000000000000000-01",
        "00_\(trace)_\(parent)_01", "00-\(trace)\(parent)--01", "00-\(trace.dropLast())é-\(parent)-01",
    ])
    func `what is no header is nothing`(_ text: String) {
        #expect(TraceContext(text) == nil)
    }

    @Test func `a new trace is a good one, also of nothing but zeros`() throws {
        let zeros = World(clock: { Timestamp(seconds: 0) }, random: { [UInt8](repeating: 0, count: $0) })
        for context in [TraceContext(new: .real), TraceContext(new: zeros)] {
            #expect(TraceContext(context.description) == context)
            #expect(TraceID.accepts(context.traceID.text))
        }
        #expect(TraceContext(new: .real) != TraceContext(new: .real))
    }
}
