import FuzzSupport

/// What libFuzzer calls with each input: a query of a stranger.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    QueryRun(text).check()
    return 0
}
