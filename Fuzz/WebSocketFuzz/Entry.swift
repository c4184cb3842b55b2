import FuzzSupport
import StreamCore

/// What libFuzzer calls with each input: bytes of a peer, which both a server and a client read.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for role in [WebSocketRole.server, .client] {
        let whole = FrameRun(bytes, in: Pieces(whole: bytes), as: role)
        let cut = FrameRun(bytes, in: Pieces(of: bytes), as: role)
        guard whole.events == cut.events else { fail("the way the bytes were cut changed the events") }
        whole.checkOrder()
        whole.checkRoundTrip(as: role)
    }
    return 0
}
