import HTTPTypes
import HubModel
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// The body of a request: read once, if at all.
final class RequestContent: Sendable {
    /// The most that is read of a document; longer ones are refused.
    static let maximumDocumentBytes = 1 << 20
    /// The most that is thrown away so that the connection can be used again: a document.
    ///
    /// Of what is longer, opening another connection is cheaper.
    static let maximumDiscardedBytes = maximumDocumentBytes

    private enum Progress {
        case untouched, begun, ended
    }

    private let body: RequestBody
    private let channel: any Channel
    /// What `Content-Length` says.
    private let length: Int?
    /// Whether the head announces a body.
    let isPresent: Bool
    /// Whether the client waits to be asked for the body (RFC 9110 §10.1.1).
    private let awaitsInvitation: Bool
    private let progress = Mutex(Progress.untouched)

    init(_ request: Request, channel: any Channel) {
        body = request.body
        self.channel = channel
        length = request.headers[.contentLength].flatMap { Int($0) }
        isPresent = request.headers[.transferEncoding] != nil || (length ?? 0) > 0
        awaitsInvitation = isPresent && request.headers[.expect]?.lowercased() == "100-continue"
    }

    /// Whether so much of the body is left that the connection is of no more use.
    ///
    /// A client that was not asked for its body may send it or not, and nobody knows where the next request begins.
    var spoilsConnection: Bool {
        switch progress.withLock({ $0 }) {
        case .ended: false
        case .untouched: isPresent && (awaitsInvitation || isLong)
        case .begun: isLong
        }
    }

    private var isLong: Bool { (length ?? Int.max) > Self.maximumDiscardedBytes }

    /// The whole body; throws `MessageTooLarge` when it is no document of bounded size.
    func document() async throws(HubError) -> ByteBuffer {
        guard isPresent else { return ByteBuffer() }
        guard (length ?? 0) <= Self.maximumDocumentBytes else { throw Self.tooLarge }
        var document = ByteBuffer()
        try await forEach { (chunk) throws(HubError) in
            guard document.readableBytes + chunk.readableBytes <= Self.maximumDocumentBytes else { throw Self.tooLarge }
            var chunk = chunk
            document.writeBuffer(&chunk)
        }
        return document
    }

    /// Gives the body as it comes; the next chunk is read when the one before is done with.
    func forEach(_ take: (ByteBuffer) async throws(HubError) -> Void) async throws(HubError) {
        guard isPresent else { return }
        progress.withLock { $0 = .begun }
        invite()
        var count = 0
        do {
            for try await chunk in body {
                count += chunk.readableBytes
                try await take(chunk)
            }
        } catch let error as HubError {
            throw error
        } catch {
            throw Self.brokenOff("\(error)")
        }
        // The end of the connection looks like the end of the body.
        guard length.map({ $0 == count }) ?? channel.isActive else { throw Self.brokenOff("\(count) bytes arrived") }
        progress.withLock { $0 = .ended }
    }

    private func invite() {
        guard awaitsInvitation else { return }
        channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
    }

    private static let tooLarge = HubError(
        .messageTooLarge,
        "The body has more than \(maximumDocumentBytes) bytes.",
        target: "body"
    )

    private static func brokenOff(_ detail: String) -> HubError {
        HubError(.ioTHubFormatError, "The body of the request broke off before its end.", detail: detail)
    }
}
