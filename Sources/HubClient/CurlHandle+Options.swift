import CCurl
import HubModel

/// What the options of a transfer are: the one place that says how safe a connection is.
extension CurlHandle {
    /// Server, trust and proxy.
    func apply(_ settings: ClientSettings) throws(HubError) {
        try set(CURLOPT_PROTOCOLS_STR, "https")
        try set(CURLOPT_FOLLOWLOCATION, false)
        try set(CURLOPT_PATH_AS_IS, true)
        try set(CURLOPT_NOSIGNAL, true)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_USERAGENT, settings.userAgent)
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(min(ClientSettings.connectTimeout, settings.timeout)))
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        if let proxy = settings.proxy {
            try set(CURLOPT_PROXY, proxy)
        } else if settings.server.isLoopback {
            // A site's proxy in the environment knows nothing of this machine.
            try set(CURLOPT_NOPROXY, "*")
        }
        try set(list: CURLOPT_RESOLVE, resolutions(settings))
        try apply(settings.trust)
    }

    /// The time that the transfer has; for a stream, the time in which nothing may move.
    func apply(deadline: Duration, isStreamed: Bool) throws(HubError) {
        guard isStreamed else {
            try set(CURLOPT_TIMEOUT_MS, milliseconds(deadline))
            return
        }
        try set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try set(CURLOPT_LOW_SPEED_TIME, max(1, milliseconds(deadline) / 1000))
    }

    /// Method and body.
    func apply(_ request: HubRequest, isUpload: Bool, _ fields: inout [String]) throws(HubError) {
        if isUpload {
            try set(CURLOPT_UPLOAD, true)
        } else if let body = request.body {
            try set(CURLOPT_POST, true)
            try set(size: CURLOPT_POSTFIELDSIZE_LARGE, body.count)
            try set(copied: body)
        } else if request.method == .head {
            try set(CURLOPT_NOBODY, true)
        } else if request.method == .post {
            try set(CURLOPT_POST, true)
            try set(CURLOPT_POSTFIELDSIZE, 0)
        }
        // A name that differs from what libcurl would send by itself; HEAD as a custom name would wait for a body.
        if request.method != .head { try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        if isUpload || request.body != nil { fields.append("Content-Type: " + request.contentType) }
        // libcurl would wait a second for an interim answer that few servers send.
        fields.append("Expect:")
    }

    /// For a proxy that speaks TLS itself they count beside the system's, which libcurl has as a file and as a directory:
    /// the server's CA is often private where the proxy is the site's.
    private func apply(_ trust: Trust) throws(HubError) {
        switch trust {
        case .system: return
        case .file(let path):
            try set(CURLOPT_CAINFO, path)
            try set(CURLOPT_CAPATH, nil)
            try set(CURLOPT_PROXY_CAINFO, path)
        case .directory(let path):
            try set(CURLOPT_CAINFO, nil)
            try set(CURLOPT_CAPATH, path)
            try set(CURLOPT_PROXY_CAPATH, path)
        case .pem(let bytes):
            try set(CURLOPT_CAINFO, nil)
            try set(CURLOPT_CAPATH, nil)
            try set(blob: CURLOPT_CAINFO_BLOB, bytes)
            try set(blob: CURLOPT_PROXY_CAINFO_BLOB, bytes)
        }
    }

    /// What the user says, and loopback for names that mean this machine: older libcurl asks the resolver, and glibc
    /// does not know them.
    private func resolutions(_ settings: ClientSettings) -> [String] {
        let server = settings.server
        let key = "\(server.bareHost):\(server.port):"
        // A "+" in front lets the entry expire; it is the user's word all the same.
        let isGiven = settings.resolve.contains { $0.lowercased().drop { $0 == "+" }.hasPrefix(key) }
        guard server.isLoopbackName, !isGiven else { return settings.resolve }
        return settings.resolve + [key + "127.0.0.1,[::1]"]
    }

    /// At least one, because 0 means without end.
    private func milliseconds(_ duration: Duration) -> Int {
        Int(max(1, duration.wholeMilliseconds))
    }
}
