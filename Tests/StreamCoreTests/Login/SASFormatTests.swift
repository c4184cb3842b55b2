import HubModel
import StreamCore
import Testing

@Suite struct SASFormatTests {
    private static let signature = "14OpPB%2bgoL8Nbyhw1uLYpbEPBiwN2Ea0HZjqQtH00a8%3d"
    private static let good = "SharedAccessSignature sr=a.b&sig=\(signature)&se=1800000000"

    @Test(arguments: [
        good,
        "SharedAccessSignature   sr=a.b&sig=\(signature)&se=1800000000",
        "sharedaccesssignature sr=a.b&sig=\(signature)&se=1800000000",
        "SharedAccessSignature se=1800000000&sig=\(signature)&sr=a.b",
        "SharedAccessSignature sig=\(signature)&skn=&later=1&sr=a.b&se=1800000000",
        "SharedAccessSignature sr=a.b&sig=14OpPB+goL8Nbyhw1uLYpbEPBiwN2Ea0HZjqQtH00a8=&se=1800000000",
    ])
    func `a token is read in every order and case`(text: String) throws {
        let token = try SharedAccessToken(parsing: text)
        #expect(token == (try SharedAccessToken(parsing: Self.good)))
        #expect(token.resource == "a.b")
        #expect(token.expiry == Timestamp(seconds: 1_800_000_000))
    }

    private static let malformed: [(String, SASFormatProblem)] = [
        ("", .noScheme),
        ("SharedAccessSignature", .noScheme),
        ("Bearer sr=a.b&sig=\(signature)&se=1", .noScheme),
        ("sr=a.b&sig=\(signature)&se=1", .noScheme),
        (" " + good, .noScheme),
        ("SharedAccessSignature ", .fieldWithoutValue),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=1\n", .notVisibleASCII),
        ("SharedAccessSignature sr=a.b\u{0}&sig=\(signature)&se=1", .notVisibleASCII),
        ("SharedAccessSignature sr=hub\u{212A}.b&sig=\(signature)&se=1", .notVisibleASCII),
        (good + "&", .fieldWithoutValue),
        (good + "&skn", .fieldWithoutValue),
        ("SharedAccessSignature &sr=a.b&sig=\(signature)&se=1", .fieldWithoutValue),
        (good + "&se=1800000000", .fieldTwice),
        (good + "&sr=other", .fieldTwice),
        ("SharedAccessSignature sig=\(signature)&se=1", .noResource),
        ("SharedAccessSignature sr=&sig=\(signature)&se=1", .noResource),
        ("SharedAccessSignature SR=a.b&sig=\(signature)&se=1", .noResource),
        ("SharedAccessSignature sr=a.b&sig=\(signature)", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=-1", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=+1", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=1.5", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=1e9", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=1800000000000", .noExpiry),
        ("SharedAccessSignature sr=a.b&sig=\(signature)&se=99999999999999999999", .noExpiry),
        ("SharedAccessSignature sr=a.b&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=%%&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=%3&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=AAAA&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=14OpPB%2bgoL8Nbyhw1uLYpbEPBiwN2Ea0HZjqQtH00a8&se=1", .noSignature),
        ("SharedAccessSignature sr=a.b&sig=14OpPB-goL8Nbyhw1uLYpbEPBiwN2Ea0HZjqQtH00a8%3d&se=1", .noSignature),
        (good + "&skn=a%2Fb", .badPolicyName),
        (good + "&skn=%", .badPolicyName),
        (good + "&skn=..", .badPolicyName),
        (good + "&skn=" + String(repeating: "p", count: 65), .badPolicyName),
        (good + (0..<14).map { "&f\($0)=" }.joined(), .tooManyFields),
        (good + "&x=" + String(repeating: "x", count: 4096), .tooLong),
    ]

    @Test(arguments: malformed)
    func `what is no token is refused with its reason`(text: String, problem: SASFormatProblem) {
        #expect(throws: problem) { try SharedAccessToken(parsing: text) }
    }

    @Test func `each bound is exact`() throws {
        let room = SharedAccessToken.maximumBytes - Self.good.utf8.count - 3
        #expect(throws: Never.self) {
            try SharedAccessToken(parsing: Self.good + "&x=" + String(repeating: "x", count: room))
        }
        #expect(throws: SASFormatProblem.tooLong) {
            try SharedAccessToken(parsing: Self.good + "&x=" + String(repeating: "x", count: room + 1))
        }
        #expect(throws: Never.self) {
            try SharedAccessToken(parsing: Self.good + (0..<13).map { "&f\($0)=" }.joined())
        }
    }

    @Test func `no prefix of a token is a token with another meaning`() throws {
        let whole = try SharedAccessToken(parsing: Self.good)
        for count in 0..<Self.good.utf8.count {
            let prefix = String(Self.good.prefix(count))
            guard let read = try? SharedAccessToken(parsing: prefix) else { continue }
            // Only the digits of the expiry can be cut off and leave a token, which is signed for another moment.
            #expect(read.expiry < whole.expiry)
            #expect(read.resource == whole.resource)
        }
    }

    @Test(arguments: SASFormatProblem.allCases)
    func `a format problem is an error that shows nothing of the token`(problem: SASFormatProblem) {
        let error = problem.hubError
        #expect(error.code == .unauthorizedAccess)
        #expect(error.message.hasSuffix("."))
        #expect(error.target == "SharedAccessSignature")
    }

    @Test func `a token does not show its signature`() throws {
        let token = try SharedAccessToken(parsing: Self.good)
        var shown = String(describing: token) + String(reflecting: token)
        dump(token, to: &shown)
        #expect(!shown.contains("14OpPB"))
    }

    @Test func `nothing that bytes can say stops the reader`() {
        var numbers = SeededNumbers(seed: 7)
        let alphabet = "sr=&igekn%2F3dSharedAccessSignature 0189+/\u{301}\u{212A}\n"
        var read = 0
        for _ in 0..<20_000 {
            let text = numbers.text(of: alphabet, 0...40)
            if (try? SharedAccessToken(parsing: "SharedAccessSignature " + text)) != nil { read += 1 }
            #expect((try? SharedAccessToken(parsing: text)) == nil)
        }
        #expect(read == 0)
    }
}
