import ArgumentParser
import HubModel
import Testing

@testable import CLI

@Suite struct CompletionTests {
    @Test func `the hub and the connection are read from what is typed`() {
        let words = ["devicestream", "--server", "https://h:1", "device", "show", "-n", "west", "pre"]
        let line = CompletionLine(words, 7, "pre")
        #expect(line.hub == "west")
        #expect(line.connection == ["--server", "https://h:1"])
        #expect(line.prefix == "pre")
    }

    @Test func `values behind an equals sign are read, also as the three words of bash`() {
        #expect(CompletionLine(["devicestream", "--name=west", ""], 2, "").hub == "west")
        #expect(CompletionLine(["devicestream", "--name", "=", "west", ""], 4, "").hub == "west")
    }

    @Test func `the word that is being typed is no value yet`() {
        #expect(CompletionLine(["devicestream", "show", "-n", "we"], 3, "we").hub == nil)
        #expect(CompletionLine(["devicestream", "show", "we", "-o", "tsv"], 2, "tsv").prefix == "we")
        #expect(CompletionLine([], -1, "").prefix.isEmpty)
    }

    @Test(arguments: [CompletionShell.bash, .zsh, .fish])
    func `a name that a shell would expand is never offered`(_ shell: CompletionShell) {
        let names = [
            "press-07", "$(touch x)", "$HOME", "'a'", "a;b", "a*", "a?b", "-n", "(x)", "a#b", "a!b", "=ls", "a\nb",
        ]
        #expect(Completions.offered(names, CompletionLine([], 0, ""), shell: shell) == ["press-07"])
    }

    @Test func `a colon ends a word in bash and begins a description in zsh`() {
        let line = CompletionLine([], 0, "aa")
        #expect(Completions.offered(["aa:bb", "ab:cc"], line, shell: .bash) == [])
        #expect(Completions.offered(["aa:bb", "ab:cc"], line, shell: .zsh) == ["aa\\:bb"])
        #expect(Completions.offered(["aa:bb", "ab:cc"], line, shell: .fish) == ["aa:bb"])
    }

    @Test func `without a server nothing is offered and nothing is complained about`() {
        let run = OfflineRun([
            "---completion", "device", "show", "--", "positional@0", "5", "1",
            "devicestream", "device", "show", "--server", "no url", "p",
        ])
        #expect(run.status == .success)
        #expect(!run.output.contains { !$0.isWhitespace })
        #expect(run.errors.isEmpty)
    }

    @Test func `a request for completions that makes no sense says nothing`() {
        let run = OfflineRun(["---completion", "no", "such", "--", "-z", "x"])
        #expect(run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: [("bash", "devicestream.bash"), ("zsh", "_devicestream"), ("fish", "devicestream.fish")])
    func `the scripts in completions are those that the program makes`(_ shell: String, _ file: String) throws {
        let run = OfflineRun(["--generate-completion-script", shell])
        #expect(run.status == .success)
        let root = String(#filePath.dropLast("Tests/CLITests/CompletionTests.swift".count))
        let script = try Descriptor(reading: root + "completions/" + file)
        defer { script.close() }
        let text = String(decoding: try script.readAll(limit: 4 << 20), as: UTF8.self)
        #expect(text == run.output, "run scripts/completions.sh")
    }
}
