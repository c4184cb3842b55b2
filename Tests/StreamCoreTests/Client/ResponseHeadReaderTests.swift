import NIOCore
import Testing

@testable import StreamCore

@Suite struct ResponseHeadReaderTests {
    private let answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX: \t a:b\r\nEmpty:\r\n\r\nnext protocol"

    @Test func `a head is read, and what is behind it stays`() throws {
        var reader = ResponseHeadReader()
        var bytes = ByteBuffer(string: answer)
        let head = try #require(try reader.received(&bytes))
        #expect(head.status == 101)
        #expect(head.fields.map(\.name) == ["Upgrade", "X", "Empty"])
        #expect(head.fields.map(\.value) == ["websocket", "a:b", ""])
        #expect(String(buffer: bytes) == "next protocol")
    }

    @Test func `split at every byte it is the same`() throws {
        for count in 0..<answer.utf8.count {
            var reader = ResponseHeadReader()
            var first = ByteBuffer(bytes: answer.utf8.prefix(count))
            var second = ByteBuffer(bytes: answer.utf8.dropFirst(count))
            var head = try reader.received(&first)
            if head == nil { head = try reader.received(&second) }
            #expect(head?.status == 101)
            #expect(String(buffer: first) + String(buffer: second) == "next protocol")
        }
    }

    @Test func `interim answers are passed over`() throws {
        var reader = ResponseHeadReader()
        var bytes = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 407 No\nA: b\n\n")
        #expect(try reader.received(&bytes)?.status == 407)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ])
    func `another protocol is none`(_ text: String) {
        var reader = ResponseHeadReader()
        var bytes = ByteBuffer(string: text)
        #expect(throws: ResponseHeadProblem.notHTTP) { try reader.received(&bytes) }
    }

    @Test func `a head without an end is refused at its bound`() {
        var reader = ResponseHeadReader()
        var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 20_000))
        #expect(throws: ResponseHeadProblem.tooLong) { try reader.received(&bytes) }
    }
}
