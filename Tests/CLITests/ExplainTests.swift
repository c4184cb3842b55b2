import HubModel
import JMESPath
import Testing

@testable import CLI

@Suite struct ExplainTests {
    private func value(_ arguments: String...) throws -> JSONValue {
        let run = OfflineRun(["explain"] + arguments)
        #expect(run.status == .success)
        #expect(run.errors.isEmpty)
        return try #require(JSONValue.read(Array(run.output.utf8)))
    }

    @Test(arguments: ["DeviceNotOnline", "devicenotonline", "404103"])
    func `a code is found by its name in any case and by its number`(_ word: String) throws {
        let value = try value(word)
        #expect(value["code"]?.stringValue == "DeviceNotOnline")
        #expect(value["number"]?.scalarText == "404103")
        #expect(value["httpStatus"]?.scalarText == "404")
        #expect(value["exitStatus"]?.scalarText == "9")
        #expect(value["advice"]?.stringValue == ErrorCode.deviceNotOnline.advice)
    }

    @Test func `an exit status is told with the codes that end in it`() throws {
        let value = try value("9")
        #expect(value["meaning"]?.stringValue == "device offline")
        let codes = try #require(value["codes"]?.elements).compactMap(\.stringValue)
        #expect(codes.contains("DeviceNotOnline"))
        #expect(!codes.contains("DeviceNotFound"))
    }

    @Test func `without an argument the whole catalogue and all exit statuses are listed`() throws {
        let value = try value()
        let codes = try #require(value["errors"]?.elements).compactMap { $0["code"]?.stringValue }
        #expect(codes == ErrorCode.allCases.map(\.rawValue))
        let statuses = try #require(value["exitStatuses"]?.elements).compactMap { $0["exitStatus"]?.scalarText }
        #expect(statuses == ExitStatus.allCases.map { String($0.rawValue) })
    }

    @Test func `a table has the codes and the exit statuses`() {
        let run = OfflineRun(["explain", "-o", "table"])
        #expect(run.output.contains("DeviceNotOnline"))
        #expect(run.output.contains("TLS trust failure"))
    }

    @Test func `a code that is nearly right is suggested`() {
        let run = OfflineRun(["explain", "DeviceNotOnlin"])
        #expect(run.status == .notFound)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Did you mean: devicestream explain DeviceNotOnline"))
    }
}
