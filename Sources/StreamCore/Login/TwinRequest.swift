/// What a device asks about its twin.
package enum TwinRequest: Equatable, Sendable {
    case read(RequestID)
    /// A merge patch for its reported properties, as it came.
    case report(RequestID, patch: [UInt8])

    /// The most bytes of a patch.
    ///
    /// 32 KiB of names and values are allowed; JSON writes some characters with several.
    package static let maximumPatchBytes = 128 * 1024

    package var id: RequestID {
        switch self {
        case .read(let id), .report(let id, _): id
        }
    }
}
