import HTTPTypes
import HubAPI
import HubModel
import Hummingbird
import NIOCore
import TestSupport
import Testing

@Suite struct TransferTests {
    static let importPath = "/v1/hubs/hub/deviceImport"
    static let exportPath = "/v1/hubs/hub/deviceExport"
    static let lines: [(HTTPField.Name, String)] = [(.contentType, "application/x-ndjson")]

    @Test func `good lines are kept, bad ones are reported, and a repetition changes nothing`() async throws {
        let api = try await API()
        let text = """
            {"deviceId":"a","tags":{"site":"berlin"}}
            {"deviceId":"a b"}

            {"deviceId":"c","colour":"red"}
            not json
            {"deviceId":"d"}
            """
        let first = try await api.send(.post, Self.importPath, text, fields: Self.lines)
        let report = try first.value(ImportReport.self)
        #expect((report.created, report.updated, report.unchanged, report.failed) == (2, 0, 0, 3))
        #expect(report.errors.map(\.line) == [2, 4, 5])
        #expect(report.errors.map(\.code) == ["ArgumentInvalid", "ArgumentInvalid", "IotHubFormatError"])
        #expect(first.tag == nil)
        let second = try await api.send(.post, Self.importPath, text, fields: Self.lines).value(ImportReport.self)
        #expect((second.created, second.updated, second.unchanged, second.failed) == (0, 0, 2, 3))
        let create = try await api.send(.post, Self.importPath + "?mode=create", text, fields: Self.lines)
        #expect(try create.value(ImportReport.self).failed == 5)
        let bad = try await api.send(.post, Self.importPath + "?mode=upsert", text, fields: Self.lines)
        #expect(try bad.error().target == "mode")
        let json = try await api.send(.post, Self.importPath, text)
        #expect(json.status == 415)
    }

    @Test func `an import is longer than any document, and cut anywhere`() async throws {
        let api = try await API()
        let count = 15_000
        let padding = String(repeating: "x", count: 100)
        let bytes = (0..<count).flatMap { Array("{\"deviceId\":\"d-\($0)\",\"statusReason\":\"\(padding)\"}\n".utf8) }
        #expect(bytes.count > 1 << 20)
        var head = HTTPRequest(method: .post, scheme: "https", authority: API.server, path: Self.importPath)
        head.headerFields[.authorization] = "Bearer " + api.token
        head.headerFields[.contentType] = "application/x-ndjson"
        head.headerFields[.transferEncoding] = "chunked"
        let (body, source) = RequestBody.makeStream()
        async let answer = api.send(head, body)
        for start in stride(from: 0, to: bytes.count, by: 65_521) {
            await source.yield(ByteBuffer(bytes: bytes[start..<min(start + 65_521, bytes.count)]))
        }
        source.finish()
        let report = try await answer.value(ImportReport.self)
        #expect(report.created == count)
        #expect(report.failed == 0)
    }

    @Test func `a line that is too long is one error`() async throws {
        let api = try await API()
        let text = "{\"deviceId\":\"" + String(repeating: "x", count: 70_000) + "\"}\n{\"deviceId\":\"d\"}\n"
        let report = try await api.send(.post, Self.importPath, text, fields: Self.lines).value(ImportReport.self)
        #expect(report.created == 1)
        #expect(report.errors.map(\.code) == ["MessageTooLarge"])
    }

    @Test func `lines with keys need the right to choose them`() async throws {
        let api = try await API()
        let key = Secret(bytes: Array(repeating: 7, count: 32)).base64
        let text = """
            {"deviceId":"a","authentication":{"symmetricKey":{"primaryKey":"\(key)"}}}
            {"deviceId":"b"}
            """
        let token = try await api.fixture.bearer(.operator)
        let answer = try await api.send(.post, Self.importPath, text, as: token, fields: Self.lines)
        let report = try answer.value(ImportReport.self)
        #expect(report.created == 1)
        #expect(report.errors.map(\.code) == ["Forbidden"])
        #expect(!answer.text.contains(key))
    }

    @Test func `an export comes in pieces and is what an import takes`() async throws {
        let api = try await API()
        let ids = (0..<2500).map { "d-\($0)" }
        try await api.makeDevices(ids)
        let plain = try await api.send(.get, Self.exportPath)
        #expect(plain.status == 200)
        #expect(plain.fields[.contentType] == "application/x-ndjson")
        #expect(plain.fields[.contentLength] == nil)
        #expect(plain.fields[.cacheControl] == "private, no-cache")
        #expect(plain.chunks > 2)
        let lines = plain.text.split(separator: "\n")
        #expect(lines.count == 2500)
        #expect(!plain.text.contains("symmetricKey"))
        let again = try await api.send(.post, Self.importPath, plain.text, fields: Self.lines)
        #expect(try again.value(ImportReport.self).unchanged == 2500)
    }

    @Test func `an export with keys gives each device its own, to no cache`() async throws {
        let api = try await API()
        try await api.makeDevices(["a", "b"])
        let keys = try await api.send(.get, "/v1/hubs/hub/devices/a/keys").value(KeyPair.self)
        let answer = try await api.send(.get, Self.exportPath + "?withKeys=true")
        #expect(answer.fields[.cacheControl] == "no-store")
        let first = try RestJSON.decode(DeviceCreation.self, from: answer.body.prefix { $0 != UInt8(ascii: "\n") })
        #expect(first.authentication?.symmetricKey?.primaryKey == keys.primaryKey)
        #expect(first.authentication?.symmetricKey?.secondaryKey == keys.secondaryKey)
    }

    @Test func `an export of no devices is empty`() async throws {
        let answer = try await API().send(.get, Self.exportPath)
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
    }
}
