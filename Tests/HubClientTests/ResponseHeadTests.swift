import Testing

@testable import HubClient

struct ResponseHeadTests {
    private func head(_ lines: String...) -> ResponseHead {
        var head = ResponseHead()
        for line in lines { #expect(head.received(Array(line.utf8)) == .read) }
        return head
    }

    @Test func `status and fields are read`() {
        let head = head("HTTP/1.1 200 OK\r\n", "ETag: \"a:b\" \r\n", "x-empty:\r\n", "\r\n")
        #expect(head.status == 200)
        #expect(head.fields == [.init("ETag", "\"a:b\""), .init("x-empty", "")])
        #expect(head.fields.first(named: "etag") == "\"a:b\"")
    }

    @Test func `an interim response is forgotten`() {
        let head = head("HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 404\r\n", "a: b\r\n", "\r\n")
        #expect(head.status == 404)
        #expect(head.fields == [.init("a", "b")])
    }

    @Test func `trailers are no fields`() {
        #expect(head("HTTP/1.1 200 OK\r\n", "\r\n", "Authorization: x\r\n").fields.isEmpty)
    }

    @Test(arguments: ["HTTP/1.1\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 abc\r\n"])
    func `a status line without a status is refused`(_ line: String) {
        var head = ResponseHead()
        #expect(head.received(Array(line.utf8)) == .refuse)
    }

    @Test func `an endless header is refused`() {
        var head = ResponseHead()
        let line = Array("a: \(String(repeating: "x", count: 1020))\n".utf8)
        let count = ResponseHead.maximumBytes / line.count
        for _ in 0..<count { #expect(head.received(line) == .read) }
        #expect(head.received(line) == .refuse)
    }
}
