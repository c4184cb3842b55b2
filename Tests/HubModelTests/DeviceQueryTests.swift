import HubModel
import Testing

@Suite struct DeviceQueryTests {
    private static func device(
        _ id: String = "press-07",
        status: DeviceStatus = .enabled,
        state: ConnectionState = .disconnected,
        tags: JSONObject = ["site": .string("berlin"), "floor": .integer(3), "at": .object(["room": .string("x")])]
    ) -> DeviceFacts {
        DeviceFacts(deviceID: DeviceID(checked: id), status: status, connectionState: state, tags: tags)
    }

    private static func matches(_ condition: String, _ device: DeviceFacts = device()) throws -> Bool {
        try DeviceQuery(parsing: "SELECT * FROM devices WHERE " + condition).matches(device)
    }

    @Test(arguments: [
        "deviceId = 'press-07'", "deviceId != \"press-08\"", "status = 'enabled'", "connectionState = 'Disconnected'",
        "tags.site = 'berlin'", "tags.floor = 3", "tags.floor = 3.0", "tags.floor != -3", "tags.at.room = 'x'",
        "deviceId IN ['a', 'press-07']", "tags.floor IN [1, 2, 3]", "STARTSWITH(deviceId, 'press')",
        "startswith(tags.site, '')", "NOT status = 'disabled'", "not not status = 'enabled'",
        "(status = 'enabled')", "status = 'disabled' OR tags.floor = 3 AND tags.site = 'berlin'",
        "tags.none = 1 OR status = 'enabled'", "NOT (tags.none = 1 AND status = 'disabled')", "tags.site != 3",
        "tags.site != 'it\\'s'",
    ])
    func `conditions that hold`(condition: String) throws {
        #expect(try Self.matches(condition))
    }

    @Test(arguments: [
        "deviceId = 'Press-07'", "deviceId != 'press-07'", "status = 'disabled'", "tags.floor = '3'",
        "(status = 'disabled' OR tags.floor = 3) AND tags.site = 'paris'", "deviceId IN ['a', 'b']",
        "STARTSWITH(deviceId, 'ress')", "STARTSWITH(tags.floor, '3')", "NOT status = 'enabled'", "tags.at = 'x'",
        // What a device has not is neither equal nor different, and the opposite of that is no more true.
        "tags.none = 1", "tags.none != 1", "NOT tags.none = 1", "NOT STARTSWITH(tags.none, 'a')", "tags.none IN [1]",
        "tags.none = null", "tags.site.deeper = 'x'", "tags.none = 1 AND status = 'enabled'",
        "NOT (tags.none = 1 OR status = 'disabled')",
    ])
    func `conditions that do not hold`(condition: String) throws {
        #expect(try !Self.matches(condition))
    }

    @Test func `the forms of a query`() throws {
        let all = try DeviceQuery(parsing: " select\t*\nFrom DEVICES order by deviceId asc ")
        #expect(all == DeviceQuery())
        #expect(try DeviceQuery(parsing: "SELECT TOP 5 * FROM devices ORDER BY deviceId").top == 5)
        #expect(try DeviceQuery(parsing: "SELECT COUNT() FROM devices").selection == .count(name: "$1"))
        let named = try DeviceQuery(parsing: "SELECT COUNT() AS n FROM devices WHERE status = 'enabled'")
        #expect(named.selection == .count(name: "n"))
        #expect(named.condition == .equals(.status, .string("enabled")))
    }

    @Test(arguments: [
        ("", 1, "SELECT"), ("SELECT", 7, "SELECT *"), ("SELECT deviceId FROM devices", 8, "SELECT *"),
        ("SELECT * FROM jobs", 15, "FROM devices"), ("SELECT * FROM devices.modules", 22, "'.'"),
        ("SELECT * FROM devices; DROP TABLE devices", 22, "';'"), ("SELECT * FROM devices -- x", 23, "number"),
        ("SELECT * FROM devices WHERE", 28, "field"), ("SELECT * FROM devices WHERE status > 'a'", 36, "'>'"),
        ("SELECT * FROM devices WHERE status LIKE 'a'", 36, "IN"),
        ("SELECT * FROM devices WHERE status = enabled", 38, "value"),
        ("SELECT * FROM devices WHERE status = 'enabled' UNION SELECT * FROM tokens", 48, "UNION"),
        ("SELECT * FROM devices WHERE properties.reported.x = 1", 29, "properties"),
        ("SELECT * FROM devices WHERE tags = 1", 29, "tags"),
        ("SELECT * FROM devices WHERE status.x = 1", 29, "status"),
        ("SELECT * FROM devices WHERE tags. = 1", 35, "name"), ("SELECT * FROM devices WHERE deviceId = 'x", 40, "end"),
        ("SELECT * FROM devices WHERE deviceId IN []", 42, "value"),
        ("SELECT * FROM devices WHERE is_defined(tags.x)", 29, "is_defined"),
        ("SELECT * FROM devices WHERE (status = 'a'", 42, "')'"), ("SELECT * FROM devices GROUP BY x", 23, "GROUP"),
        ("SELECT * FROM devices ORDER BY status", 32, "deviceId"),
        ("SELECT * FROM devices ORDER BY deviceId DESC", 41, "DESC"), ("SELECT TOP 0 * FROM devices", 12, "TOP"),
        ("SELECT TOP 3 COUNT() FROM devices", 19, "TOP"), ("SELECT COUNT(*) FROM devices", 14, "')'"),
        ("SELECT * FROM devices WHERE tags.n = 1.2.3", 38, "number"),
        ("SELECT * FROM devices WHERE deviceId = '\\x'", 41, "backslash"),
    ])
    func `what is not supported is said with its place`(text: String, position: Int, word: String) throws {
        let error = try #require(throws: HubError.self) { try DeviceQuery(parsing: text) }
        #expect(error.code == .argumentInvalid)
        #expect(error.target == "query")
        #expect(error.message.hasSuffix("at character \(position)."), "\(error.message)")
        #expect(error.message.contains(word), "\(error.message)")
    }

    @Test func `a query has bounds`() throws {
        let many = Array(repeating: "status = 'a'", count: 100).joined(separator: " OR ")
        #expect(throws: Never.self) { try DeviceQuery(parsing: "SELECT * FROM devices WHERE " + many) }
        #expect(throws: HubError.self) {
            try DeviceQuery(parsing: "SELECT * FROM devices WHERE status = 'a' OR " + many)
        }
        for nested in [String(repeating: "(", count: 4000), String(repeating: "NOT ", count: 1500)] {
            #expect(throws: HubError.self) { try DeviceQuery(parsing: "SELECT * FROM devices WHERE " + nested) }
        }
        let long = "SELECT * FROM devices WHERE deviceId = '" + String(repeating: "x", count: 8192) + "'"
        #expect(throws: HubError.self) { try DeviceQuery(parsing: long) }
    }

    @Test func `the part for an index is one that every match fulfils`() throws {
        func filter(_ condition: String) throws -> DeviceFilter? {
            try DeviceQuery(parsing: "SELECT * FROM devices WHERE " + condition).condition?.filter
        }
        #expect(
            try filter("status = 'enabled' AND (connectionState = 'Connected' AND tags.site = 'a') AND tags.x.y = 'b'")
                == DeviceFilter(
                    status: .enabled,
                    connectionState: .connected,
                    tag: DeviceFilter.Tag(name: "site", value: "a")
                )
        )
        #expect(try filter("deviceId = 'abc' AND STARTSWITH(deviceId, 'a')") == DeviceFilter(prefix: "abc"))
        for loose in [
            "status = 'enabled' OR deviceId = 'a'", "NOT status = 'enabled'", "tags.n = 1", "deviceId != 'a'",
        ] {
            #expect(try filter(loose) == DeviceFilter())
        }
    }
}
