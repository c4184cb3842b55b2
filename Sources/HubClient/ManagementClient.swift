import CCurl
package import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A client of the REST API over libcurl.
///
/// **It blocks**: every call returns when the answer is complete, and retries sleep. Call it from a program's main
/// thread or from an executor of its own, never from an event loop or the shared pool. One handle serves all requests,
/// so that they share a connection. Only https is spoken, redirects are not followed, paths are sent as they are.
package final class ManagementClient {
    /// Fills the buffer with the next bytes of a streamed request body; 0 ends it.
    package typealias Source = (UnsafeMutableRawBufferPointer) throws(HubError) -> Int
    /// Takes the next bytes of a streamed answer.
    ///
    /// They are valid during the call only.
    package typealias Sink = (UnsafeRawBufferPointer) throws(HubError) -> Void

    package let settings: ClientSettings
    /// Takes the lines of `--debug`, without secrets.
    package var debug: ((String) -> Void)?
    /// Takes a line about each request that ended.
    package var note: ((String) -> Void)?
    /// Asked about once a second, on the thread that sends; a yes gives the request up with `RequestTimeout`.
    package var isCancelled: (() -> Bool)?
    private let world: World
    private let handle: CurlHandle
    private var lastTarget = ""

    package init(_ settings: ClientSettings, world: World) throws(HubError) {
        self.settings = settings
        self.world = world
        handle = try CurlHandle()
    }

    /// Sends a request and waits for its answer, again where that is allowed.
    ///
    /// A `source` is the body as a stream; such a request is sent once. A `sink` takes the body of a 2xx answer as a
    /// stream. The answer has a status of 2xx, or 304 when the request was conditional; every other is an error.
    package func send(
        _ request: HubRequest,
        from source: Source? = nil,
        to sink: Sink? = nil
    ) throws(RequestFailure) -> HubResponse {
        let isRepeatable = request.method.isIdempotent && source == nil
        lastTarget = request.target
        var schedule = RetrySchedule(retries: isRepeatable ? settings.retries : 0, budget: settings.budget(of: request))
        while true {
            let attempt = try self.attempt(request, from: source, to: sink, within: schedule.remaining)
            switch schedule.ended(attempt.kind, took: attempt.took, jitter: jitter()) {
            case .deliver: return try attempt.result.get()
            case .retry(let delay):
                note?("\(request.method.rawValue) \(request.target): again in \(DebugText.milliseconds(delay))")
                pause(delay)
            }
        }
    }

    /// The next page of a list.
    ///
    /// Throws `ResponseNotUnderstood` when the link leads to another origin, because the credential must not follow it,
    /// and when it leads back to where it stands.
    package func follow(nextLink: String) throws(RequestFailure) -> HubResponse {
        guard let target = settings.server.target(of: nextLink) else {
            throw RequestFailure(
                HubError(
                    .responseNotUnderstood,
                    "The next page is said to be at '\(VisibleText.show(nextLink, limit: 200))', which is not on "
                        + "\(settings.server); it was not asked for."
                )
            )
        }
        guard target != lastTarget else {
            throw RequestFailure(
                HubError(.responseNotUnderstood, "The next page of a list is said to be the same page.")
            )
        }
        return try send(HubRequest(.get, target: target))
    }

    private struct Attempt {
        let kind: RetrySchedule.Attempt
        let took: Duration
        let result: Result<HubResponse, RequestFailure>
    }

    private func attempt(
        _ request: HubRequest,
        from source: Source?,
        to sink: Sink?,
        within remaining: Duration
    ) throws(RequestFailure) -> Attempt {
        let debugText = debug.map { DebugText(secret: settings.token, write: $0) }
        let transfer = CurlTransfer(source: source, sink: sink, debug: debugText, isCancelled: isCancelled)
        let code: CURLcode
        do throws(HubError) {
            try prepare(request, transfer, isStreamed: source != nil || sink != nil, within: remaining)
            code = withExtendedLifetime(transfer) { handle.perform() }
        } catch {
            throw RequestFailure(error)
        }
        debugText?.show(timesOf: handle)
        let took = handle.time(CURLINFO_TOTAL_TIME_T)
        noteEnd(of: request, transfer, took)
        if let failure = transfer.failure {
            return Attempt(kind: .settled, took: took, result: .failure(RequestFailure(failure)))
        }
        guard code == CURLE_OK else {
            let failure = CurlFailure(code, handle, settings)
            return Attempt(
                kind: failure.isTransient && !transfer.hasDelivered ? .broken : .settled,
                took: took,
                result: .failure(RequestFailure(failure.error))
            )
        }
        let answer = Answer(status: transfer.head.status, fields: transfer.head.fields, body: transfer.body)
        return Attempt(kind: answer.attempt(now: world.now), took: took, result: answer.result(of: request))
    }

    private func prepare(
        _ request: HubRequest,
        _ transfer: CurlTransfer,
        isStreamed: Bool,
        within remaining: Duration
    ) throws(HubError) {
        try handle.reset()
        try handle.apply(settings)
        try handle.set(CURLOPT_URL, settings.server.description + request.target)
        try handle.apply(deadline: remaining, isStreamed: isStreamed)
        var fields = try fieldLines(of: request)
        try transfer.attach(to: handle)
        try handle.apply(request, isUpload: transfer.hasSource, &fields)
        try handle.set(list: CURLOPT_HTTPHEADER, fields)
    }

    /// The fields as libcurl takes them; what the request has itself is not sent twice.
    private func fieldLines(of request: HubRequest) throws(HubError) -> [String] {
        var fields = request.fields
        func add(_ name: String, _ value: String) {
            if fields.first(named: name) == nil { fields.append(HubRequest.Field(name, value)) }
        }
        add("x-ms-client-request-id", world.newRequestID())
        add("Accept", "application/json, */*;q=0.5")
        if let trace = settings.trace { add(TraceContext.headerName, trace.description) }
        if let token = settings.token {
            guard !token.bytes.isEmpty, token.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw HubError(.noCredential, "The credential is empty or holds characters that no token has.")
            }
            add("Authorization", "Bearer " + token.text)
        }
        var lines: [String] = []
        for field in fields {
            guard field.isSendable else {
                let name = VisibleText.show(field.name, limit: 60)
                throw HubError(.usage, "The header field '\(name)' holds characters that no field may have.")
            }
            // libcurl takes "Name:" for a field to leave out.
            lines.append(field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value)
        }
        return lines
    }

    private func noteEnd(of request: HubRequest, _ transfer: CurlTransfer, _ took: Duration) {
        guard let note else { return }
        let status = transfer.head.status == 0 ? "no answer" : String(transfer.head.status)
        let tracking = transfer.head.fields.first(named: "x-ms-request-id")
        let id = tracking.map { ", request id " + VisibleText.show($0, limit: 128) } ?? ""
        let place = "\(request.method.rawValue) \(settings.server)\(request.target)"
        note("\(place): \(status) in \(DebugText.milliseconds(took))\(id)")
    }

    private func jitter() -> Double { Double(world.randomBytes(1)[0]) / 256 }

    /// Blocks for so long.
    package func pause(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var wanted = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        var left = timespec()
        while nanosleep(&wanted, &left) == -1, errno == EINTR { wanted = left }
    }
}
