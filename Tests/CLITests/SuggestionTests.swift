import Testing

@testable import CLI

struct SuggestionTests {
    private static let words = ["show", "hub", "policy", "device", "endpoint", "allowlist", "login", "logout"]

    @Test(arguments: [
        ("shwo", "show"), ("sho", "show"), ("SHOW", "show"), ("devise", "device"), ("plicy", "policy"),
        ("al", "allowlist"), ("hubs", "hub"), ("endpiont", "endpoint"),
    ])
    func `a slip is understood`(_ word: String, _ meant: String) {
        #expect(Suggestion.nearest(to: word, among: Self.words) == meant)
    }

    @Test(arguments: ["", "xyz", "l", "frobnicate"])
    func `what is far from everything means nothing`(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.words) == nil)
    }

    @Test(arguments: [
        ("", "abc", 3), ("abc", "", 3), ("abc", "acb", 1), ("abc", "abd", 1), ("ca", "abc", 3), ("a", "a", 0),
    ])
    func `letters are put in, taken out, changed and swapped`(_ left: String, _ right: String, _ distance: Int) {
        #expect(Suggestion.distance(left, right) == distance)
    }
}
