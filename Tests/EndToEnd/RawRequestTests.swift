import Foundation
import Testing

/// Bytes that no HTTP library would send.
struct RawRequestTests {
    @Test func `requests that are not HTTP are answered in the envelope`() throws {
        let host = "Host: localhost\r\n"
        let rows: [(String, Set<Int>)] = [
            ("nonsense\r\n\r\n", [400]),
            ("GET\r\n\r\n", [400]),
            ("GET /v1/hubs HTTP/9.9\r\n\(host)\r\n", [400, 505]),
            ("GET /v1/hubs HTTP/1.1\r\n\r\n", [400]),
            ("GET /v1/hubs HTTP/1.1\r\nHost: \r\n\r\n", [400]),
            ("GET /v1/hubs HTTP/1.1\r\nHost: a b\r\n\r\n", [400]),
            ("GET /v1/hubs HTTP/1.1\r\n\(host)Bad Name: 1\r\n\r\n", [400]),
            ("GET /v1/hubs HTTP/1.1\r\n\(host)X: a\u{0}b\r\n\r\n", [400]),
            ("GET v1/hubs HTTP/1.1\r\n\(host)\r\n", [400]),
            ("GET http://localhost/v1/hubs HTTP/1.1\r\n\(host)\r\n", [400, 401]),
            ("CONNECT localhost:443 HTTP/1.1\r\n\(host)\r\n", [400, 404, 405]),
            ("POST /v1/hubs HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", [400]),
            ("POST /v1/hubs HTTP/1.1\r\n\(host)Content-Length: 1\r\nContent-Length: 2\r\n\r\n", [400]),
            (
                "POST /v1/hubs HTTP/1.1\r\n\(host)Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                [400, 401]
            ),
            ("POST /v1/hubs HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nxyz\r\n", [400, 401]),
            ("GET /v1/hubs HTTP/1.1\r\n\(host)X: \(String(repeating: "x", count: 20_000))\r\n\r\n", [431]),
        ]
        try TestServer.run { server in
            for (text, statuses) in rows {
                let reply = try RawConversation.run(server) { conversation in
                    try conversation.send(text)
                    return try conversation.reply()
                }
                #expect(statuses.contains(reply.status), "\(text.prefix(80)): \(reply)")
                #expect(reply.code != nil, "\(text.prefix(80)): \(reply)")
                #expect(reply["x-ms-request-id"] != nil, "\(text.prefix(80)): \(reply)")
            }
            try BadRequestTests.expectAlive(server)
        }
    }

    @Test func `a second request hidden in the body of the first is not carried out`() throws {
        try TestServer.run { server in
            let token = try server.ownerToken()
            let hidden = "DELETE /v1/hubs/hub HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n"
            _ = try RawConversation.exchange(
                server,
                "POST /v1/hubs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden
            )
            #expect(try server.get("/v1/hubs/hub").status == 200)
        }
    }

    @Test func `headers that come slowly end after 10 s`() throws {
        try TestServer.run { server in
            try RawConversation.run(server) { conversation in
                try conversation.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
                let start = ContinuousClock.now
                var answer: [UInt8] = []
                // A byte now and then buys no time.
                while true {
                    guard let bytes = try conversation.program.read(within: .milliseconds(400)) else {
                        try? conversation.send("x")
                        guard ContinuousClock.now - start < .seconds(20) else { break }
                        continue
                    }
                    if bytes.isEmpty { break }
                    answer += bytes
                }
                let took = ContinuousClock.now - start
                #expect(took > .seconds(8) && took < .seconds(14), "\(took)")
                if let reply = HTTPReply(answer) { #expect(reply.status == 408, "\(reply)") }
            }
            try BadRequestTests.expectAlive(server)
        }
    }

    @Test func `two requests in one packet get two answers in their order`() throws {
        try TestServer.run { server in
            try RawConversation.run(server) { conversation in
                let get = "HTTP/1.1\r\nHost: localhost\r\n"
                try conversation.send("GET /healthz \(get)\r\nGET /nowhere \(get)Connection: close\r\n\r\n")
                let text = String(decoding: try conversation.program.rest(), as: UTF8.self)
                let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
                #expect(statuses == ["200", "404"], "\(text)")
            }
        }
    }
}
