import HubModel
import Testing

@testable import CLI

struct ArgumentArrangerTests {
    private func arranged(_ arguments: String...) throws -> ArgumentArranger {
        try ArgumentArranger(arguments, root: DeviceStreamCommand.self)
    }

    private func refusal(_ arguments: String...) throws -> HubError {
        try #require(throws: HubError.self) { try ArgumentArranger(arguments, root: DeviceStreamCommand.self) }
    }

    @Test func `options of all commands may stand before the words`() throws {
        let arranged = try arranged("-o", "tsv", "device", "--verbose", "--query=x", "list", "-n", "hub", "--all")
        #expect(arranged.words == ["device", "list"])
        #expect(arranged.arguments == ["device", "list", "-o", "tsv", "--verbose", "--query=x", "-n", "hub", "--all"])
        #expect(arranged.commandLine == "devicestream device list")
    }

    @Test func `what follows the words stays as it is`() throws {
        #expect(try arranged("device", "show", "list").arguments == ["device", "show", "list"])
        #expect(try arranged("show", "--", "-o").arguments == ["show", "--", "-o"])
        #expect(try arranged("device", "--help", "x").arguments == ["device", "--help", "x"])
        #expect(try arranged("help", "device").arguments == ["help", "device"])
        #expect(try arranged("--version").arguments == ["--version"])
    }

    @Test func `an option without its value is left to the parser`() throws {
        #expect(try arranged("-o").arguments == ["-o"])
        #expect(try arranged("device", "--query").arguments == ["device", "--query"])
        #expect(try arranged().arguments == [])
    }

    @Test func `a word that is no command names the one that may be meant`() throws {
        #expect(try refusal("shwo").hint == "Did you mean: devicestream show")
        #expect(try refusal("device", "lst").hint == "Did you mean: devicestream device list")
        #expect(try refusal("device", "lst").message == "'lst' is not a command of 'devicestream device'.")
        let far = try refusal("-o", "tsv", "frobnicate")
        #expect(far.code == .usage)
        #expect(far.hint?.hasPrefix("It has: show, hub, policy, ") == true)
    }

    @Test func `a word shows no control characters`() throws {
        #expect(try refusal("\u{1B}[31m").message.hasPrefix("'\\u{1B}[31m'"))
    }
}
