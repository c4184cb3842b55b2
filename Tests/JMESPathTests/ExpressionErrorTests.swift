import Testing

@testable import JMESPath

struct ExpressionErrorTests {
    @Test(arguments: [
        ("", 0), (" ", 1), (".", 0), ("foo.", 4), ("foo..bar", 4), (".foo", 0), ("foo.1", 4), ("foo.-11", 4),
        ("foo bar", 4),
        ("foo.@", 4), ("@foo", 1), ("@@", 1), ("*foo", 1), ("*0", 1), ("**", 1), ("foo*", 3), ("*||*|*|*'*'*", 8),
        ("]", 0), ("foo]", 3),
        ("foo[", 4), ("foo[0", 5), ("foo[0,1]", 5), ("foo[a]", 4), ("foo[*", 5), ("foo[*]bar", 6), ("foo[ ]", 5),
        ("foo[-]", 4), ("[", 1),
        ("[*", 2), ("[a", 2), ("[a,", 3), ("[a,]", 3), ("[,a]", 1), ("foo.[0]", 5), ("foo.[]", 4), ("{", 1), ("{}", 1),
        ("{a", 2), ("{a}", 2),
        ("{a:", 3), ("{a:}", 3), ("{a:b", 4), ("{a:b,}", 5), ("{a:b c:d}", 5), ("{'a':b}", 1), ("{1:a}", 1),
        ("a{b:c}", 1), ("(", 1), ("()", 1),
        ("(a", 2), ("a)", 1), ("foo[?a", 6), ("foo[?]", 5), ("foo[?a==]", 8), ("foo[?a=='b']c", 12), ("a ==", 4),
        ("== a", 0), ("a = b", 2),
        ("a=", 1), ("a &&", 4), ("&& a", 0), ("a || ", 5), ("a |", 3), ("| a", 0), ("!", 1), ("a !", 2), ("a!b", 1),
        ("&a", 0), ("[&a]", 1), ("a.&b", 2),
        ("a || &b", 5), ("'a", 0), ("foo.'a", 4), ("\"a", 0), ("\"a\\", 0), ("\"\\x\"", 0), ("\"a\nb\"", 0),
        ("\"\\ud800\"", 0), ("`a", 0), ("`{\"a\"", 0),
        ("`\"", 0), ("`\"a\"b`", 0), ("#", 0), ("a$", 1), ("a.\u{E9}", 2), ("'\u{1F600}' #", 4), ("-", 0),
        ("a[1:2:3:4]", 7), ("a[1 2:]", 4), ("a[:x]", 3),
        ("a[::1 1]", 6), ("abs(", 4), ("abs(`1`", 7), ("abs(`1`,)", 8), ("abs(,`1`)", 4), ("not_null(a b)", 11),
        ("\"abs\"(`1`)", 0), ("(abs)(`1`)", 5),
        ("`1`(a)", 3), ("a[0](b)", 4), ("1", 0), ("a, b", 1), ("a : b", 2), ("abs(`1`).0", 9),
    ])
    func `what is not of the grammar is refused at its place`(_ expression: String, _ position: Int) throws {
        let error = try #require(try Finding.error(of: expression))
        #expect(error.kind == .syntax)
        #expect(error.position == position, "\(error.message)")
        #expect(error.message.hasSuffix("."))
    }

    @Test(arguments: [
        ("foo[", "Expected an index, a slice or '*' in brackets, found the end of the expression."),
        ("people[?age >= `18`", "Expected ']' after the condition, found the end of the expression."),
        ("a.b c", "Expected an operator or the end of the expression, found 'c'."),
        ("{a b}", "Expected ':' after the name, found 'b'."), ("a = b", "Expected '==' for a comparison, found '='."),
        ("a.", "Expected a name, '*', '[' or '{' after the dot, found the end of the expression."),
        ("'a", "The closing ' is missing."),
        ("a | #", "No expression has the character '#' outside of quotes."),
        ("", "Expected an expression, found the end of the expression."),
    ])
    func `a message names what was expected and found`(_ expression: String, _ message: String) throws {
        #expect(try Finding.error(of: expression)?.message == message)
    }

    @Test(arguments: [
        ("nosuch(a)", 0, "There is no function 'nosuch'."), ("a[?nosuch(@)]", 3, "There is no function 'nosuch'."),
        ("[].sortBy(@, &a)", 3, "There is no function 'sortBy', did you mean 'sort_by'?"),
        ("Length(@)", 0, "There is no function 'Length', did you mean 'length'?"),
    ])
    func `an unknown function is found before there is a document`(
        _ expression: String,
        _ position: Int,
        _ message: String
    ) throws {
        let error = try #require(throws: ExpressionError.self) { try Expression(expression) }
        #expect(error.kind == .unknownFunction)
        #expect(error.position == position)
        #expect(error.message == message)
    }

    @Test(arguments: [
        ("abs()", 0, "The function abs() needs 1 argument, found 0."),
        ("abs(a, b)", 0, "The function abs() needs 1 argument, found 2."),
        ("a.sort_by(@)", 2, "The function sort_by() needs 2 arguments, found 1."),
        ("not_null()", 0, "The function not_null() needs at least 1 argument, found 0."),
        ("merge()", 0, "The function merge() needs at least 1 argument, found 0."),
    ])
    func `a wrong number of arguments is found before there is a document`(
        _ expression: String,
        _ position: Int,
        _ message: String
    ) throws {
        let error = try #require(throws: ExpressionError.self) { try Expression(expression) }
        #expect(error.kind == .invalidArity)
        #expect(error.position == position)
        #expect(error.message == message)
    }

    @Test(arguments: [
        ("abs(s)", 4, "The function abs() needs a number, found a string."),
        ("length( n )", 8, "The function length() needs a string or a list or an object, found a number."),
        ("length(missing)", 7, "The function length() needs a string or a list or an object, found null."),
        ("sum(mixed)", 4, "The function sum() needs a list of numbers, found a string in it."),
        ("max(mixed)", 4, "The function max() needs a list of numbers or of strings, found a string in it."),
        ("sort(s)", 5, "The function sort() needs a list of numbers or of strings, found a string."),
        ("max([`true`])", 4, "The function max() needs a list of numbers or of strings, found a boolean in it."),
        ("join(',', mixed)", 10, "The function join() needs a list of strings, found a number in it."),
        ("contains(s, n)", 12, "The function contains() needs a string to look for in a string, found a number."),
        ("sort_by(rows, &a)", 14, "The function sort_by() needs numbers or strings to compare, found null."),
        (
            "sort_by(rows, &b)", 14,
            "The function sort_by() needs numbers to compare, as the first is one, found a string."
        ),
        (
            "max_by(rows, &b)", 13,
            "The function max_by() needs numbers to compare, as the first is one, found a string."
        ),
        ("sort_by(rows, b)", 14, "The function sort_by() needs an expression with '&' before it, found a value."),
        ("sort_by(&b, rows)", 8, "The function sort_by() needs a value, found an expression with '&' before it."),
        ("type(&b)", 5, "The function type() needs a value, found an expression with '&' before it."),
        ("keys(rows)", 5, "The function keys() needs an object, found a list."),
        ("merge(@, n)", 9, "The function merge() needs an object, found a number."),
        ("starts_with(s, n)", 15, "The function starts_with() needs a string, found a number."),
        ("map(&a, s)", 8, "The function map() needs a list, found a string."),
    ])
    func `a wrong type is told at the argument`(_ expression: String, _ position: Int, _ message: String) throws {
        let document = #"{"s":"x","n":1,"mixed":[1,"a"],"rows":[{"b":1},{"b":"x"}]}"#
        let error = try #require(try Finding.error(of: expression, in: document))
        #expect(error.kind == .invalidType)
        #expect(error.position == position)
        #expect(error.message == message)
    }

    @Test(arguments: [
        ("a[::0]", 4, "A slice needs a step other than 0."), ("[1:2:0].b", 5, "A slice needs a step other than 0."),
        ("sum(`[1e308,1e308]`)", 0, "The result of sum() is larger than a number can be."),
        ("avg(`[1e308,1e308]`)", 0, "The result of avg() is larger than a number can be."),
    ])
    func `a value that leads nowhere is refused`(_ expression: String, _ position: Int, _ message: String) throws {
        let error = try #require(try Finding.error(of: expression))
        #expect(error == ExpressionError(.invalidValue, at: position, message))
    }

    @Test func `only what is looked at can be of a wrong type`() throws {
        try Finding("[?abs(@) > `1`]", "[]", "[]").check()
        try Finding("a && abs(a)", #"{"a":null}"#, "null").check()
        try Finding("b || abs(a)", #"{"b":1}"#, "1").check()
        try Finding("a[*].abs(@)", #"{"a":"x"}"#, "null").check()
    }
}
