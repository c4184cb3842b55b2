import HubModel
import Testing

@Suite struct OutboundAddressesTests {
    private func address(_ text: String) throws -> AddressRange { try #require(AddressRange(text)) }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "fe80::1",
        "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1",
        "4000::1",
    ])
    func `what is not public is refused`(_ text: String) throws {
        #expect(!OutboundAddresses().permits(try address(text)))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1",
        "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::808:808",
    ])
    func `what is public is not`(_ text: String) throws {
        #expect(OutboundAddresses().permits(try address(text)))
    }

    @Test func `a range that is allowed is, and nothing beside it`() throws {
        let addresses = OutboundAddresses(allowed: [try address("10.1.0.0/16"), try address("::1/128")])
        #expect(addresses.permits(try address("10.1.2.3")))
        #expect(addresses.permits(try address("::1")))
        #expect(!addresses.permits(try address("10.2.0.1")))
        #expect(!addresses.permits(try address("127.0.0.1")))
        #expect(!addresses.permits(try address("::ffff:10.1.2.3")))
    }
}
