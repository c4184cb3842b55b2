import CCurl
import HubModel

/// What one transfer sends and receives: the other end of libcurl's callbacks.
///
/// libcurl calls on the thread that performs the transfer, so nothing here is shared.
final class CurlTransfer {
    /// An answer that is not streamed is held in memory: the largest page of a list is far below this.
    static let maximumBodyBytes = 64 * 1024 * 1024

    private(set) var head = ResponseHead()
    private(set) var body: [UInt8] = []
    /// Whether bytes of the answer were handed to `sink`: then it cannot be asked for again.
    private(set) var hasDelivered = false
    /// Why a callback stopped the transfer.
    private(set) var failure: HubError?
    private let source: ManagementClient.Source?
    private let sink: ManagementClient.Sink?
    private let debug: DebugText?
    private let isCancelled: (() -> Bool)?

    init(
        source: ManagementClient.Source?,
        sink: ManagementClient.Sink?,
        debug: DebugText?,
        isCancelled: (() -> Bool)?
    ) {
        self.source = source
        self.sink = sink
        self.debug = debug
        self.isCancelled = isCancelled
    }

    /// Whether the body of the request is streamed.
    var hasSource: Bool { source != nil }

    /// Points the callbacks of the handle here; `self` must outlive the transfer.
    func attach(to handle: CurlHandle) throws(HubError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(pointer: CURLOPT_WRITEDATA, context)
        try handle.set(function: CURLOPT_WRITEFUNCTION, Self.writeBody)
        try handle.set(pointer: CURLOPT_HEADERDATA, context)
        try handle.set(function: CURLOPT_HEADERFUNCTION, Self.writeHeader)
        if source != nil {
            try handle.set(pointer: CURLOPT_READDATA, context)
            try handle.set(function: CURLOPT_READFUNCTION, Self.readBody)
        }
        if isCancelled != nil {
            try handle.set(CURLOPT_NOPROGRESS, false)
            try handle.set(pointer: CURLOPT_XFERINFODATA, context)
            try handle.set(progress: Self.progress)
        }
        if debug != nil {
            try handle.set(CURLOPT_VERBOSE, true)
            try handle.set(pointer: CURLOPT_DEBUGDATA, context)
            try handle.set(debug: Self.writeDebug)
        }
    }

    private static let writeBody: ccurl_transfer_function = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.received(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }

    private static let writeHeader: ccurl_transfer_function = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        switch transfer.head.received(UnsafeRawBufferPointer(start: bytes, count: size * count)) {
        case .read: return size * count
        case .refuse:
            transfer.failure = HubError(.responseNotUnderstood, "The header of the answer is not one of HTTP.")
            return 0
        }
    }

    private static let readBody: ccurl_transfer_function = { bytes, size, count, context in
        // CURL_READFUNC_ABORT of curl.h.
        let abort = 0x1000_0000
        guard let bytes, let context else { return abort }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        guard let source = transfer.source else { return 0 }
        do throws(HubError) {
            return try source(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        } catch {
            transfer.failure = error
            return abort
        }
    }

    /// Called about once a second, and whenever something moves.
    private static let progress: ccurl_progress_function = { context, _, _, _, _ in
        guard let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        guard transfer.isCancelled?() == true else { return 0 }
        transfer.failure = HubError(.requestTimeout, "The request was given up.")
        return 1
    }

    private static let writeDebug: ccurl_debug_function = { _, kind, bytes, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        switch kind {
        case CURLINFO_TEXT: transfer.debug?.show("* ", text)
        case CURLINFO_HEADER_OUT: transfer.debug?.show("> ", text)
        case CURLINFO_HEADER_IN: transfer.debug?.show("< ", text)
        default: break
        }
        return 0
    }

    private func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do throws(HubError) {
            if let sink, (200...299).contains(head.status) {
                hasDelivered = true
                try sink(bytes)
                return true
            }
            guard body.count + bytes.count <= Self.maximumBodyBytes else {
                throw HubError(
                    .responseNotUnderstood,
                    "The answer is longer than \(Self.maximumBodyBytes / 1024 / 1024) MiB."
                )
            }
            body.append(contentsOf: bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }
}
