import FuzzSupport

/// What libFuzzer calls with each input: bytes of a peer, which both a server and a client read.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for role in [MQTTRun.Role.server, .client] {
        let whole = MQTTRun(bytes, in: Pieces(whole: bytes), as: role)
        let cut = MQTTRun(bytes, in: Pieces(of: bytes), as: role)
        guard whole.events == cut.events else { fail("the way the bytes were cut changed the events") }
        whole.checkRoundTrip(as: role)
    }
    return 0
}
