/// Asks again and again until the answer is yes; throws when the limit is over.
///
/// For what another process brings about: each question is a program run, which is wait enough.
func wait(
    for what: String,
    within limit: Duration = .seconds(30),
    until isSo: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + limit
    while try !isSo() {
        guard ContinuousClock.now < deadline else {
            throw RunningProgram.Failure(description: "waited in vain for \(what)")
        }
    }
}
