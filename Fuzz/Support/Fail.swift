/// Ends the process, which libFuzzer takes for a finding.
///
/// Not a precondition: a release build would not print the message.
package func fail(_ message: String) -> Never {
    fatalError(message)
}
