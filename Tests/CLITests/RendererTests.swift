import JMESPath
import Testing

@testable import CLI

/// What `show` prints in each form, byte for byte.
struct RendererTests {
    private static let url = "https://hub.local-001.streams.devicestream.localhost:8443"
    private static let streams = "{\"streamingEndpoints\":[\"\(url)\"]}"
    private static let shape = TableShape(rowsAt: ["streamingEndpoints"], [.init("StreamingEndpoint")], isForTSV: true)

    private func shown(_ text: String, _ format: OutputFormat, _ shape: TableShape? = nil) throws -> String {
        Renderer(format: format, isTerminal: false, usesColour: true).text(try json(text), shape: shape)
    }

    private static let expected: [OutputFormat: String] = [
        .json: """
        {
          "streamingEndpoints": [
            "https://hub.local-001.streams.devicestream.localhost:8443"
          ]
        }

        """,
        .jsonl: "{\"streamingEndpoints\":[\"https://hub.local-001.streams.devicestream.localhost:8443\"]}\n",
        .yaml: "streamingEndpoints:\n- https://hub.local-001.streams.devicestream.localhost:8443\n",
        .table: """
        StreamingEndpoint
        ---------------------------------------------------------
        https://hub.local-001.streams.devicestream.localhost:8443

        """,
        .tsv: "https://hub.local-001.streams.devicestream.localhost:8443\n",
        .none: "",
    ]

    @Test(arguments: [OutputFormat.json, .jsonc, .jsonl, .yaml, .table, .tsv, .none])
    func `the streaming endpoints look as az prints them`(_ format: OutputFormat) throws {
        // Colour is for terminals, and this output is none.
        #expect(try shown(Self.streams, format, Self.shape) == Self.expected[format == .jsonc ? .json : format])
    }

    @Test func `a hub without streams has an empty list in the same layout`() throws {
        let empty = "{\"streamingEndpoints\":[]}"
        #expect(try shown(empty, .json) == "{\n  \"streamingEndpoints\": []\n}\n")
        #expect(try shown(empty, .tsv, Self.shape) == "")
    }

    @Test func `members are sorted`() throws {
        #expect(try shown("{\"b\":1,\"a\":{\"d\":1,\"c\":2}}", .jsonl) == "{\"a\":{\"c\":2,\"d\":1},\"b\":1}\n")
    }

    @Test func `a query that finds nothing prints nothing for scripts`() throws {
        #expect(try shown("null", .tsv) == "")
        #expect(try shown("null", .table) == "")
        #expect(try shown("null", .json) == "null\n")
    }

    @Test func `a query keeps the order of its columns in tables, and JSON the order of names`() throws {
        let value = try Query("[].{z:deviceId,a:status}").result(
            of: json("[{\"deviceId\":\"d\",\"status\":\"enabled\"}]")
        )
        func text(_ format: OutputFormat) -> String {
            Renderer(format: format, isTerminal: false, usesColour: false).text(value, shape: nil)
        }
        #expect(text(.tsv) == "d\tenabled\n")
        #expect(text(.table) == "Z  A\n-  -------\nd  enabled\n")
        #expect(text(.jsonl) == "{\"a\":\"enabled\",\"z\":\"d\"}\n")
    }

    @Test func `nothing of a peer moves the cursor in any form`() throws {
        let value = "[{\"a\":\"\u{202E}\\u001b\u{9B}2J\",\"\u{7F}\":1}]"
        for format in OutputFormat.allCases {
            let scalars = try shown(value, format).unicodeScalars
            #expect(scalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 && $0.value < 0x7F }, "\(format)")
        }
    }

    @Test func `an element of a list is a line`() throws {
        #expect(try shown("[{\"a\":1},2]", .jsonl) == "{\"a\":1}\n2\n")
        #expect(try shown("[]", .jsonl) == "")
    }

    @Test func `a terminal gets colours only when it may`() throws {
        let value = try json("{\"a\":1}")
        let coloured = Renderer(format: .jsonc, isTerminal: true, usesColour: true).text(value, shape: nil)
        #expect(coloured.contains("\u{1B}[34m\"a\"\u{1B}[0m"))
        let plain = Renderer(format: .jsonc, isTerminal: true, usesColour: false).text(value, shape: nil)
        #expect(plain == "{\n  \"a\": 1\n}\n")
    }
}
