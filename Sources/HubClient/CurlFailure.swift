import CCurl
import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A transfer that libcurl gave up, in our words.
struct CurlFailure {
    let error: HubError
    /// Whether the network failed, not the request: another attempt may succeed.
    let isTransient: Bool

    init(_ code: CURLcode, _ handle: CurlHandle, _ settings: ClientSettings) {
        let text = handle.failureText.isEmpty ? String(cString: ccurl_easy_strerror(code)) : handle.failureText
        let reason = VisibleText.show(DebugText.withoutUserInformation(String(text.trimmingLineEnd)), limit: 300)
        isTransient = Self.transient.contains(code.rawValue)
        error = Self.ofProxy(code, handle, settings, reason) ?? Self.ofServer(code, handle, settings, reason)
    }

    /// No connection came about, or one that was there broke.
    private static let transient = Set(
        [
            CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE,
        ].map(\.rawValue)
    )

    /// The proxy's fault; `nil` where there is none.
    private static func ofProxy(
        _ code: CURLcode,
        _ handle: CurlHandle,
        _ settings: ClientSettings,
        _ reason: String
    ) -> HubError? {
        let answer = handle.number(CURLINFO_HTTP_CONNECTCODE)
        if answer != 0, !(200...299).contains(answer) {
            return HubError(
                .serverUnreachable,
                "The proxy answered \(answer) when asked for \(settings.server).",
                hint: "Check --proxy or HTTPS_PROXY."
            )
        }
        guard code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_PROXY else { return nil }
        return HubError(
            .serverUnreachable,
            "The proxy for \(settings.server) cannot be used: \(reason).",
            hint: "Check --proxy or HTTPS_PROXY."
        )
    }

    private static func ofServer(
        _ code: CURLcode,
        _ handle: CurlHandle,
        _ settings: ClientSettings,
        _ reason: String
    ) -> HubError {
        let server = settings.server
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            HubError(
                .serverUnreachable,
                "The name '\(server.host)' does not resolve.",
                hint: "Check the name, or give its address with: --resolve \(server.bareHost):\(server.port):ADDRESS"
            )
        case CURLE_COULDNT_CONNECT:
            refused(handle, settings, reason)
        // The times stand at zero until TLS is up; a port of ours there is as soon as TCP is.
        case CURLE_OPERATION_TIMEDOUT where handle.number(CURLINFO_LOCAL_PORT) == 0:
            HubError(.serverUnreachable, "No connection to \(server) came about in time: \(reason).")
        case CURLE_OPERATION_TIMEDOUT:
            HubError(.clientTimeout, "\(server) did not answer in time: \(reason).")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
            TrustFailure.error(code, verification: handle.number(CURLINFO_SSL_VERIFYRESULT), reason, settings)
        case CURLE_SSL_CONNECT_ERROR:
            HubError(
                .serverUnreachable,
                "The TLS handshake with \(server) failed: \(reason).",
                hint: "Check that the port speaks TLS and that the server owns the name '\(server.host)'."
            )
        case CURLE_SETOPT_OPTION_SYNTAX:
            HubError(
                .usage,
                "The value of --resolve cannot be read: \(reason).",
                hint: "Write it as HOST:PORT:ADDRESS."
            )
        // What does not begin like HTTP/1 is taken for HTTP/0.9, which is a protocol that is not supported.
        case CURLE_UNSUPPORTED_PROTOCOL where handle.number(CURLINFO_LOCAL_PORT) != 0:
            HubError(.responseNotUnderstood, "The answer of \(server) is not HTTP: \(reason).")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            HubError(.usage, "The URL cannot be used: \(reason).")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            HubError(.responseNotUnderstood, "The answer of \(server) is not HTTP: \(reason).")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN:
            HubError(.localFailure, "libcurl failed: \(reason).")
        default:
            HubError(.serverUnreachable, "The connection to \(server) broke: \(reason).")
        }
    }

    private static func refused(_ handle: CurlHandle, _ settings: ClientSettings, _ reason: String) -> HubError {
        guard !hasProxy(settings) else {
            // What libcurl says names the address that did not answer: the proxy's, perhaps.
            return HubError(
                .serverUnreachable,
                "Nothing answers on the way to \(settings.server): \(reason).",
                hint: "Check --proxy or HTTPS_PROXY."
            )
        }
        let number = handle.number(CURLINFO_OS_ERRNO)
        let cause = number == 0 ? reason : String(cString: strerror(Int32(number)))
        let hint =
            settings.server.isLoopback
            ? "Start the server with: devicestreamd" : ErrorCode.serverUnreachable.advice
        return HubError(.serverUnreachable, "Nothing answers at \(settings.server): \(cause).", hint: hint)
    }

    /// Whether there may be one; an empty name is none at all.
    private static func hasProxy(_ settings: ClientSettings) -> Bool {
        if let proxy = settings.proxy { return !proxy.isEmpty }
        if settings.server.isLoopback { return false }
        // The variables that libcurl reads for https.
        return ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains { (name: String) in
            getenv(name).map { $0.pointee != 0 } ?? false
        }
    }
}
