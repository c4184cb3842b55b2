import CLI
import HubModel
import ServiceSDK

extension RequestStyle {
    /// What `--retry`, `--debug` and `--verbose` say, as for the other commands.
    init(_ session: Session) {
        self.init()
        retries = session.retries
        if session.isDebugging { debug = { EventLog.complain($0 + "\n") } }
        if session.eventStyle.isVerbose { note = { EventLog.complain("INFO: " + VisibleText.show($0) + "\n") } }
    }
}
