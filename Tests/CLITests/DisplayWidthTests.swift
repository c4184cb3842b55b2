import Testing

@testable import CLI

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("caf\u{E9}", 4), ("cafe\u{301}", 4), ("\u{65E5}\u{672C}", 4), ("\u{FF21}", 2),
        ("\u{1F600}", 2), ("\u{AC00}", 2), ("\u{200D}", 0), ("\u{416}", 1),
    ])
    func `a text has the columns of its characters`(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }
}
