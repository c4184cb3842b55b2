import ArgumentParser

/// `token`: API tokens of the server, and SAS tokens.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Manage API tokens, and make SAS tokens.",
        subcommands: [TokenList.self, TokenCreate.self, TokenRevoke.self, TokenSAS.self]
    )

    static let shape = TableShape([
        .init("Id", "id"), .init("Kind", "kind"), .init("Name", "name"), .init("Role", "role"),
        .init("Rights", "rights"),
        .init("Hubs", "hubs"), .init("CreatedAt", "createdAt"), .init("ExpiresAt", "expiresAt"),
        .init("CreatedBy", "createdBy"),
    ])

    static let shapeWithToken = TableShape(shape.columns + [.init("Token", "token")])

    static let shapeWithSecret = TableShape(shape.columns + [.init("ClientSecret", "clientSecret")])
}
