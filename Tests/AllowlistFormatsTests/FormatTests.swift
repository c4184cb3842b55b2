import AllowlistFormats
import HubModel
import Testing

/// What all forms have in common; that each is what its program reads is checked with the programs themselves, by
/// `scripts/check-formats`.
@Suite struct FormatTests {
    @Test(arguments: AllowlistFormat.allCases)
    func `a form with comments names hub and version`(format: AllowlistFormat) throws {
        let text = try TestList(notes: "Werk Köln").text(format)
        guard format.commentMark != nil || format == .firewalld || format == .rss else { return }
        #expect(text.contains("Device streams of the hub plant-7, allowlist version 2026112603"))
        guard format != .rss else { return }
        #expect(text.contains("record 5, Streaming, upcoming from 2026-11-26T16:00:00Z: "))
        #expect(text.contains([.windows, .asa].contains(format) ? "Werk K?ln" : "Werk Köln"))
    }

    @Test(arguments: AllowlistFormat.allCases.filter { ![.names, .edlDomain, .edlIP].contains($0) })
    func `a form with ports has the real ones`(format: AllowlistFormat) throws {
        let text = try TestList().text(format)
        #expect(text.contains("8443") && text.contains("8883"))
        let standard = try TestList(mainPort: "443").text(format)
        #expect(standard.contains("443"))
        // The default of a URL and of the function in a PAC file is no port of the list.
        let others = text.replacing("8443", with: "").replacing(": \"443\";", with: "")
        #expect(!others.contains("443"))
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.addressUse == .needed })
    func `a form of addresses has both families`(format: AllowlistFormat) throws {
        let text = try TestList().text(format)
        #expect(text.contains("192.0.2.0/24") && text.contains("2001:db8::/64") && text.contains("198.51.100.7/32"))
    }

    @Test(arguments: AllowlistFormat.allCases)
    func `a record without addresses is an error where they are needed, and nowhere else`(
        format: AllowlistFormat
    ) throws {
        let list = TestList(mainIPs: [])
        guard format.addressUse == .needed else {
            #expect(try list.text(format).contains("plant-7.example.com"))
            return
        }
        let error = #expect(throws: HubError.self) { try list.text(format) }
        #expect(error?.code == .nameNotResolved)
        #expect(error?.message.contains("'plant-7.example.com'") == true)
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.addressUse == .needed })
    func `an endpoint to come that is not in DNS yet is named, and takes no rule from the others`(
        format: AllowlistFormat
    ) throws {
        let whole = try TestList().text(format)
        let text = try TestList(upcomingIPs: []).text(format)
        #expect(!text.contains("198.51.100.7"))
        for range in ["192.0.2.10/32", "192.0.2.0/24", "2001:db8::/64"] {
            #expect(text.contains(range) == whole.contains(range), "\(range)")
        }
        // A form without comments has no place for it.
        guard format != .edlIP else { return }
        let lines = text.split(separator: "\n").filter { $0.contains("plant-7.local-002") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("upcoming from 2026-11-26T16:00:00Z") == true)
        #expect(lines.first?.contains("NO RULES") == true)
        #expect(!whole.contains("NO RULES"))
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.addressUse == .needed })
    func `a list of nothing but endpoints to come without addresses is an error`(format: AllowlistFormat) throws {
        var feed = TestList(upcomingIPs: []).feed
        feed.list.value.removeAll { $0.state != .upcoming }
        let error = #expect(throws: HubError.self) { try format.document(of: feed) }
        #expect(error?.code == .nameNotResolved)
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.addressUse == .none })
    func `a form of names does not hang on addresses`(format: AllowlistFormat) throws {
        var feed = TestList().feed
        feed.changes = []
        let first = try format.document(of: feed)
        feed.list.value = feed.list.value.map {
            var record = $0
            record.ips = ["203.0.113.1/32"]
            return record
        }
        #expect(try format.document(of: feed) == first)
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.addressUse == .needed && $0 != .edlIP })
    func `addresses that nobody declared are labelled`(format: AllowlistFormat) throws {
        var feed = TestList().feed
        func label() throws -> Bool {
            String(decoding: try format.document(of: feed), as: UTF8.self).contains("port 8443, addresses from DNS")
        }
        #expect(try !label())
        feed.list.value[0].ipsSource = .dns
        #expect(try label())
    }

    @Test func `each form has a name of its own for its file`() throws {
        let hub = try HubName("Plant-7")
        let names = AllowlistFormat.allCases.map { $0.fileName(of: hub) }
        #expect(Set(names).count == names.count)
        #expect(AllowlistFormat.nftables.fileName(of: hub) == "plant-7-nftables.nft")
    }

    @Test func `names that are too long are cut, and no two hubs share one`() throws {
        let base = String(repeating: "a", count: 49)
        let chains = try ["b", "c"].map { end in
            let text = try TestList(hub: base + end).text(.iptables)
            return try #require(text.firstMatch(of: /\n:([^ ]+) -/)?.1)
        }
        #expect(chains.allSatisfy { $0.utf8.count == 28 })
        #expect(Set(chains).count == 2)
        let sets = try TestList(hub: base + "b").text(.ipset).matches(of: /\ncreate ([^ ]+)/).map(\.1)
        #expect(sets.count == 4 && sets.allSatisfy { $0.utf8.count <= 31 })
    }

    @Test(arguments: [AllowlistFormat.firewalld, .nftables, .ipset, .kubernetes])
    func `an address of two records stands once at a port`(format: AllowlistFormat) throws {
        let text = try TestList(mainIPs: ["198.51.100.7/32"]).text(format)
        // Once at 8443, where two hosts have it, and once at 8883.
        #expect(text.matches(of: /198\.51\.100\.7\/32/).count == 2)
    }

    @Test func `nftables is a whole file`() throws {
        let text = try TestList().text(.nftables)
        let rules = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
        #expect(
            rules == """
                add table inet filter
                add chain inet filter devicestream_plant_7
                flush chain inet filter devicestream_plant_7
                add set inet filter devicestream_plant_7_8443_v4 { type ipv4_addr; flags interval; auto-merge; }
                flush set inet filter devicestream_plant_7_8443_v4
                add set inet filter devicestream_plant_7_8443_v6 { type ipv6_addr; flags interval; auto-merge; }
                flush set inet filter devicestream_plant_7_8443_v6
                add set inet filter devicestream_plant_7_8883_v4 { type ipv4_addr; flags interval; auto-merge; }
                flush set inet filter devicestream_plant_7_8883_v4
                add set inet filter devicestream_plant_7_8883_v6 { type ipv6_addr; flags interval; auto-merge; }
                flush set inet filter devicestream_plant_7_8883_v6
                add element inet filter devicestream_plant_7_8443_v4 { 192.0.2.0/24 } \
                # plant-7.example.com plant-7.local-001.streams.example.com
                add element inet filter devicestream_plant_7_8443_v4 { 198.51.100.7/32 } \
                # plant-7.local-002.streams.example.com
                add element inet filter devicestream_plant_7_8443_v6 { 2001:db8::/64 } \
                # plant-7.example.com plant-7.local-001.streams.example.com
                add element inet filter devicestream_plant_7_8883_v4 { 192.0.2.10/32 } # plant-7.example.com
                add element inet filter devicestream_plant_7_8883_v6 { 2001:db8::10/128 } # plant-7.example.com
                add rule inet filter devicestream_plant_7 ip daddr @devicestream_plant_7_8443_v4 tcp dport 8443 \
                ct state new accept comment "device streams of plant-7"
                add rule inet filter devicestream_plant_7 ip6 daddr @devicestream_plant_7_8443_v6 tcp dport 8443 \
                ct state new accept comment "device streams of plant-7"
                add rule inet filter devicestream_plant_7 ip daddr @devicestream_plant_7_8883_v4 tcp dport 8883 \
                ct state new accept comment "device streams of plant-7"
                add rule inet filter devicestream_plant_7 ip6 daddr @devicestream_plant_7_8883_v6 tcp dport 8883 \
                ct state new accept comment "device streams of plant-7"
                """
        )
    }

    @Test func `lists for other firewalls are bare lines`() throws {
        let names = """
            plant-7.example.com
            plant-7.local-001.streams.example.com
            plant-7.local-002.streams.example.com

            """
        #expect(try TestList().text(.names) == names)
        #expect(try TestList().text(.edlDomain) == names)
        #expect(
            try TestList().text(.edlURL) == """
                plant-7.example.com/
                plant-7.example.com:8443/
                plant-7.example.com:8883/
                plant-7.local-001.streams.example.com/
                plant-7.local-001.streams.example.com:8443/
                plant-7.local-002.streams.example.com/
                plant-7.local-002.streams.example.com:8443/

                """
        )
        #expect(
            try TestList().text(.edlIP) == """
                192.0.2.0/24
                192.0.2.10/32
                198.51.100.7/32
                2001:db8::/64
                2001:db8::10/128

                """
        )
    }

    @Test func `the feed tells the newest first, with the dates of mail`() throws {
        var feed = TestList().feed
        feed.changes.append(feed.changes[0])
        feed.changes[4].disposition = .remove
        feed.changes[4].previous = feed.changes[4].current
        feed.changes[4].current = nil
        let text = String(decoding: try AllowlistFormat.rss.document(of: feed), as: UTF8.self)
        let titles = text.matches(of: /<title>(.*)<\/title>/).map(\.1)
        #expect(titles.count == 6)
        #expect(titles[1] == "Remove: plant-7.example.com port 8443, effective 2026-11-26T16:00:00Z")
        #expect(titles[2].hasPrefix("Add: plant-7.local-002.streams.example.com port 8443"))
        #expect(text.contains("<pubDate>Thu, 26 Nov 2026 16:00:00 +0000</pubDate>"))
        #expect(text.contains("<link>https://plant-7.example.com:8443/</link>"))
    }
}
