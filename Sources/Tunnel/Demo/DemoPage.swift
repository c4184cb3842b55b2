import NIOCore
import StreamClient

/// The demo's web page, answered without a web server: a stream is a connection.
enum DemoPage {
    /// A request is one line and a few fields.
    private static let maximumRequestBytes = 16 << 10

    private static let page = """
        <!doctype html>
        <html lang="en">
        <title>A page from behind the firewall</title>
        <h1>A page from behind the firewall</h1>
        <p>No port is open on the device. Its agent dialled out, and your browser's connection came in through a stream.</p>
        </html>

        """

    /// Answers one request; how many bytes came, and went.
    static func serve(_ stream: ByteStream) async throws(ByteStreamError) -> (received: Int64, sent: Int64) {
        var request: [UInt8] = []
        for try await chunk in stream {
            request += Array(chunk.readableBytesView)
            if String(decoding: request, as: UTF8.self).contains("\r\n\r\n") { break }
            guard request.count < maximumRequestBytes else { return (Int64(request.count), 0) }
        }
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(page.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + page
        try await stream.write(answer.utf8)
        return (Int64(request.count), Int64(answer.utf8.count))
    }
}
