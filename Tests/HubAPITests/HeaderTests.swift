import HubModel
import Testing

@testable import HubAPI

@Suite struct HeaderTests {
    @Test(
        arguments: [
            ("*", EntityTagList.any), ("\"a\"", .tags([.init(isWeak: false, text: "a")])),
            (" W/\"a\" ,\t\"b,c\",, ", .tags([.init(isWeak: true, text: "a"), .init(isWeak: false, text: "b,c")])),
            ("a, b", .tags([.init(isWeak: false, text: "a"), .init(isWeak: false, text: "b")])),
            ("\"\"", nil), ("", nil), (",", nil), ("\"a", nil), ("\"a\"b", nil), ("a b", nil), ("w/\"a\"", nil),
        ] as [(String, EntityTagList?)]
    )
    func `entity tags are read`(_ value: String, _ list: EntityTagList?) {
        #expect(EntityTagList(value) == list)
    }

    @Test(
        arguments: [
            ("text/html", nil), ("*/*", 0), ("", 0), ("text/*;q=0.1, application/json;q=0.05", 1),
            ("text/plain, text/csv", 1), ("text/plain;q=1, */*;q=0.9", 2), ("application/json;q=0", nil),
            ("application/json;q=0, */*", 1), ("TEXT/PLAIN", 2), ("nonsense", 0),
        ] as [(String, Int?)]
    )
    func `what is accepted is weighed`(_ value: String, _ best: Int?) {
        #expect(MediaRanges(value).best(of: ["application/json", "text/csv", "text/plain"]) == best)
    }

    @Test(
        arguments: [
            ("localhost", "localhost", nil), ("localhost:8443", "localhost", 8443), ("[::1]:443", "[::1]", 443),
            ("localhost:", "localhost", nil),
        ] as [(String, String, Int?)]
    )
    func `a host is read`(_ authority: String, _ name: String, _ port: Int?) throws {
        let host = try RequestHost(authority: authority)
        #expect(host.name == name)
        #expect(host.port == port)
    }

    @Test(arguments: [
        ("devicestream.localhost:8443", true), ("localhost", true), ("127.0.0.1", true), ("[::1]", true),
        ("example.com", false), ("localhost.example.com", false),
    ])
    func `the client's own machine is known`(_ authority: String, _ isLocal: Bool) throws {
        #expect(try RequestHost(authority: authority).isLocal == isLocal)
    }
}
