import HubModel

/// The standard library's functions of these names throw any error; these keep its type.
extension [UInt8] {
    func withBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(HubError) -> Value
    ) throws(HubError) -> Value {
        let result = withUnsafeBytes { buffer in Result { () throws(HubError) in try body(buffer) } }
        return try result.get()
    }

    mutating func withMutableBytes<Value>(
        _ body: (UnsafeMutableRawBufferPointer) throws(HubError) -> Value
    ) throws(HubError) -> Value {
        let result = withUnsafeMutableBytes { buffer in Result { () throws(HubError) in try body(buffer) } }
        return try result.get()
    }
}
