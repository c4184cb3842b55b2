import HubModel
import Testing

@Suite struct DiagnosticDestinationTests {
    private func read(_ text: String) throws -> DiagnosticSettingRequest {
        try RestJSON.decode(DiagnosticSettingRequest.self, from: text.utf8)
    }

    @Test(arguments: [
        #"{"kind":"local"}"#,
        #"{"kind":"file","maximumBytes":1048576,"maximumFiles":3,"name":"streams.jsonl"}"#,
        #"{"facility":"local3","host":"logs.example.com","kind":"syslog","port":601,"transport":"tcp"}"#,
        #"{"kind":"webhook","url":"https://hooks.example.com/a?b=c"}"#,
    ])
    func `a destination is written as it is read`(_ text: String) throws {
        let destination = try RestJSON.decode(DiagnosticDestination.self, from: text.utf8)
        #expect(String(decoding: try RestJSON.encode(destination), as: UTF8.self) == text)
    }

    @Test func `what is left out has its usual value`() throws {
        let file = try read(#"{"categories":[],"destination":{"kind":"file","name":"a"}}"#)
        #expect(
            file.destination
                == .file(LogFile(name: try LogFileName("a"), maximumBytes: 104_857_600, maximumFiles: 10))
        )
        for (transport, port) in [("udp", 514), ("tcp", 514), ("tls", 6514)] {
            let text = #"{"categories":[],"destination":{"kind":"syslog","host":"h","transport":"\#(transport)"}}"#
            guard case .syslog(let receiver) = try read(text).destination else {
                Issue.record("not syslog")
                continue
            }
            #expect(receiver.port == port)
            #expect(receiver.facility == .local0)
        }
    }

    @Test(arguments: [
        (#"{"categories":["deviceStreams"],"destination":{"kind":"local"}}"#, "categories[0]"),
        (#"{"destination":{"kind":"local"}}"#, "categories"), (#"{"categories":[]}"#, "destination"),
        (#"{"categories":[],"destination":{"kind":"kafka"}}"#, "destination.kind"),
        (#"{"categories":[],"destination":{"kind":"local","name":"a"}}"#, "destination.name"),
        (#"{"categories":[],"destination":{"kind":"file","name":"../a"}}"#, "destination.name"),
        (#"{"categories":[],"destination":{"kind":"file","name":"a","maximumBytes":1}}"#, "destination.maximumBytes"),
        (#"{"categories":[],"destination":{"kind":"file","name":"a","maximumFiles":0}}"#, "destination.maximumFiles"),
        (#"{"categories":[],"destination":{"kind":"syslog","host":"h"}}"#, "destination.transport"),
        (
            #"{"categories":[],"destination":{"kind":"syslog","host":"h","transport":"tls","port":0}}"#,
            "destination.port"
        ),
        (#"{"categories":[],"destination":{"kind":"webhook","url":"http://h/"}}"#, "destination.url"),
        (#"{"categories":[],"destination":{"kind":"webhook","url":"https://h/"},"secret":"short"}"#, "secret"),
        (#"{"categories":[],"destination":{"kind":"local"},"key":"x"}"#, "key"),
    ])
    func `what is wrong is named`(_ text: String, _ target: String) {
        let error = #expect(throws: HubError.self) { try read(text) }
        #expect(error?.target == target)
    }

    @Test func `a secret is never part of what is printed`() throws {
        let request = try read(
            #"{"categories":[],"destination":{"kind":"webhook","url":"https://h/"},"secret":"very secret words"}"#
                .replacing(" words", with: "-words").replacing("very secret", with: "very-secret")
        )
        #expect(request.secret?.text == "very-secret-words")
        #expect(!"\(request)".contains("very-secret"))
    }
}
