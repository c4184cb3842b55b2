import HubClient
import HubModel

/// How an error is told, and with which status the command ends: the one place for both.
struct ErrorReport {
    /// How many characters of the tracking id are shown: enough to find it in a log.
    private static let trackingLength = 8

    let format: ErrorFormat
    let usesColour: Bool
    let world: World
    let complain: (String) -> Void

    /// Tells the error and gives the exit status.
    func tell(_ failure: RequestFailure) -> ExitStatus {
        switch format {
        case .json: complain(json(failure))
        case .auto, .text: complain(text(failure))
        }
        return failure.error.code.exitStatus
    }

    /// The text form: what, why, what next, then code and tracking id.
    func text(_ failure: RequestFailure) -> String {
        let error = failure.error
        var text = usesColour ? "\u{1B}[31mERROR:\u{1B}[0m" : "ERROR:"
        text += " " + VisibleText.show(error.message) + "\n"
        for line in (error.hint ?? error.code.advice).split(separator: "\n") {
            text += "       " + VisibleText.show(String(line)) + "\n"
        }
        text += "       code: \(error.code.rawValue) (\(error.code.number))"
        if let stage = error.stage { text += "  stage: " + VisibleText.show(stage, limit: 40) }
        if let tracking = failure.trackingID, !tracking.isEmpty {
            text += "  tracking: " + VisibleText.show(String(tracking.prefix(Self.trackingLength)))
        }
        return text + "\n"
    }

    private func json(_ failure: RequestFailure) -> String {
        if let body = failure.body { return Self.line(body) }
        let content = ErrorBody(failure.error, trackingID: failure.trackingID ?? "", now: world.now)
        do throws(HubError) {
            return Self.line(try RestJSON.encode(content))
        } catch {
            return text(failure)
        }
    }

    private static func line(_ body: [UInt8]) -> String {
        var text = String(decoding: body, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return JSONPainter.harmless(text) + "\n"
    }
}
