import HubModel
import Testing

struct MaskedAddressTests {
    @Test(arguments: [
        ("192.0.2.10", "192.0.2.xxx"), ("::ffff:192.0.2.10", "::ffff:192.0.2.xxx"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("fe80::1%eth0", "fe80:0:0::"), ("::1", "0:0:0::"),
        ("", "xxx"), ("192.0.2.0/24", "xxx"), ("a name", "xxx"),
    ])
    func `the part that tells a machine is hidden`(address: String, shown: String) {
        #expect(MaskedAddress.show(address) == shown)
    }
}
