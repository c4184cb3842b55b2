import Testing

@testable import Transport

struct HostNameTests {
    @Test func `a name is lower-cased`() {
        #expect(HostName.normalised("Hub.Example.COM") == "hub.example.com")
        #expect(HostName.normalised("a_b.c-d.e9") == "a_b.c-d.e9")
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "-a", "a-", "a-.b", "a b", "a\u{0}b", "ü.de", "10.0.0.1", "::1", "a/b",
    ])
    func `what is no host name is none`(text: String) {
        #expect(HostName.normalised(text) == nil)
    }

    @Test func `labels and names have the length of RFC 1035`() {
        let label = String(repeating: "a", count: 63)
        #expect(HostName.normalised(label) == label)
        #expect(HostName.normalised(label + "a") == nil)
        let longest = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(longest.utf8.count == 253)
        #expect(HostName.normalised(longest) == longest)
        #expect(HostName.normalised(longest + "b") == nil)
    }

    @Test func `addresses are read`() {
        #expect(HostName.addressBytes("127.0.0.1") == [127, 0, 0, 1])
        #expect(HostName.addressBytes("::1") == [UInt8](repeating: 0, count: 15) + [1])
        #expect(HostName.addressBytes("127.1") == nil)
    }

    @Test func `an indicated name is looked up only where it can be one`() {
        #expect(ServerName(indicated: nil) == .absent)
        #expect(ServerName(indicated: "") == .absent)
        #expect(ServerName(indicated: "127.0.0.1") == .absent)
        #expect(ServerName(indicated: "::1") == .absent)
        #expect(ServerName(indicated: "HUB.localhost") == .name("hub.localhost"))
        #expect(ServerName(indicated: "a\nb") == .unusable)
        #expect(ServerName(indicated: String(repeating: "a", count: 300)) == .unusable)
    }

    @Test func `a wildcard stands for one whole label`() {
        let names = CertificateNames(dns: ["*.Example.com", "hub.example.org"], addresses: [[127, 0, 0, 1]])
        #expect(names.covers("a.example.com"))
        #expect(names.covers("A.EXAMPLE.com"))
        #expect(!names.covers("example.com"))
        #expect(!names.covers("a.b.example.com"))
        #expect(!names.covers("aexample.com"))
        #expect(names.covers("hub.example.org"))
        #expect(!names.covers("x.hub.example.org"))
        #expect(names.covers("127.0.0.1"))
        #expect(!names.covers("127.0.0.2"))
        #expect(!CertificateNames(dns: ["a*.example.com"], addresses: []).covers("ab.example.com"))
    }
}
