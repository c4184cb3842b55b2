import CCurl
import HubModel

/// An easy handle of libcurl, and the lists that it refers to.
///
/// Used by one thread at a time. Connections, TLS sessions and the DNS cache belong to it and outlive `reset()`.
final class CurlHandle {
    /// libcurl's `CURL_ERROR_SIZE`.
    private static let messageSize = 256

    let pointer: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    /// Loads and initialises libcurl at the first call, so that a command without a request does not pay for it.
    init() throws(HubError) {
        if let reason = ccurl_missing() {
            throw HubError(
                .localFailure,
                "libcurl cannot be loaded: \(VisibleText.show(String(cString: reason), limit: 200)).",
                hint: "On Debian, install it with: apt-get install libcurl4"
            )
        }
        guard ccurl_global_init() == CURLE_OK, let pointer = ccurl_easy_init() else {
            throw HubError(.localFailure, "libcurl cannot be initialised.")
        }
        self.pointer = pointer
        message = .allocate(capacity: Self.messageSize)
        message.initialize(repeating: 0, count: Self.messageSize)
    }

    deinit {
        ccurl_easy_cleanup(pointer)
        freeLists()
        message.deallocate()
    }

    /// Forgets all options.
    func reset() throws(HubError) {
        ccurl_easy_reset(pointer)
        freeLists()
        message.update(repeating: 0, count: Self.messageSize)
        try check(ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, message), CURLOPT_ERRORBUFFER)
    }

    func set(_ option: CURLoption, _ value: Int) throws(HubError) {
        try check(ccurl_set_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Bool) throws(HubError) { try set(option, value ? 1 : 0) }

    /// `nil` takes the value away, also one that libcurl was built with.
    func set(_ option: CURLoption, _ value: String?) throws(HubError) {
        guard let value else {
            try check(ccurl_set_text(pointer, option, nil), option)
            return
        }
        try check(ccurl_set_text(pointer, option, value), option)
    }

    func set(size option: CURLoption, _ value: Int) throws(HubError) {
        try check(ccurl_set_size(pointer, option, curl_off_t(value)), option)
    }

    func set(blob option: CURLoption, _ bytes: [UInt8]) throws(HubError) {
        let code = bytes.withUnsafeBytes { ccurl_set_blob(pointer, option, $0.baseAddress, $0.count) }
        try check(code, option)
    }

    /// The body of a request; libcurl keeps a copy of as many bytes as `CURLOPT_POSTFIELDSIZE_LARGE` said before.
    func set(copied body: [UInt8]) throws(HubError) {
        let code = body.withUnsafeBytes {
            ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        try check(code, CURLOPT_COPYPOSTFIELDS)
    }

    func set(pointer option: CURLoption, _ value: UnsafeMutableRawPointer) throws(HubError) {
        try check(ccurl_set_pointer(pointer, option, value), option)
    }

    func set(function option: CURLoption, _ function: ccurl_transfer_function) throws(HubError) {
        try check(ccurl_set_transfer_function(pointer, option, function), option)
    }

    func set(debug function: ccurl_debug_function) throws(HubError) {
        try check(ccurl_set_debug_function(pointer, function), CURLOPT_DEBUGFUNCTION)
    }

    func set(progress function: ccurl_progress_function) throws(HubError) {
        try check(ccurl_set_progress_function(pointer, function), CURLOPT_XFERINFOFUNCTION)
    }

    func set(list option: CURLoption, _ values: [String]) throws(HubError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = ccurl_slist_append(list, value) ?? list }
        guard let list else { return }
        lists.append(list)
        try check(ccurl_set_list(pointer, option, list), option)
    }

    /// Does the transfer: blocks until it has ended.
    func perform() -> CURLcode { ccurl_easy_perform(pointer) }

    /// What libcurl says about the last failure; empty when it says nothing.
    var failureText: String { String(cString: message) }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// One of the times, all counted from the start of the transfer.
    func time(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        return ccurl_get_size(pointer, info, &value) == CURLE_OK ? .microseconds(Int64(value)) : .zero
    }

    /// The fields of each certificate that the server presented, leaf first, as `Name:value`.
    var certificates: [[String]] {
        var info: UnsafeMutablePointer<curl_certinfo>?
        guard ccurl_get_certificates(pointer, &info) == CURLE_OK, let info else { return [] }
        return (0..<Int(info.pointee.num_of_certs)).map { index in
            var fields: [String] = []
            var item = info.pointee.certinfo?[index]
            while let current = item {
                if let data = current.pointee.data { fields.append(String(cString: data)) }
                item = current.pointee.next
            }
            return fields
        }
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(HubError) {
        guard code != CURLE_OK else { return }
        // An option that is silently not set may be the one that keeps a credential safe.
        let reason = String(cString: ccurl_easy_strerror(code))
        throw HubError(
            .localFailure,
            "This libcurl does not take its option \(option.rawValue): \(reason).",
            hint: "Install libcurl 7.85 or newer with OpenSSL."
        )
    }

    private func freeLists() {
        for list in lists { ccurl_slist_free_all(list) }
        lists = []
    }
}
