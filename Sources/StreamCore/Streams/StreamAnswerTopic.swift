package import HubModel

/// The topic in which a device answers a stream request; the message has no payload and QoS 0.
///
/// `$iothub/streams/res/200/?$rid=<id>` accepts, `$iothub/streams/res/400/?$rid=<id>` rejects.
///
/// That the answering device is the one that was asked is for the reader to check: the id alone proves nothing.
package struct StreamAnswerTopic: Equatable, Sendable {
    package let stream: StreamID
    package let answer: StreamAnswer

    /// Bounds the text of a rejection to 256 bytes of UTF-8 and its retry-after to whole seconds of one day at most.
    package init(stream: StreamID, answer: StreamAnswer) {
        self.stream = stream
        switch answer {
        case .accepted:
            self.answer = answer
        case .rejected(var rejection):
            rejection.text = rejection.text.map(StreamTopicProperties.bounded)
            rejection.retryAfter = rejection.retryAfter.map {
                .seconds(min(max($0, .zero), Self.maximumRetryAfter).components.seconds)
            }
            self.answer = .rejected(rejection)
        }
    }

    /// What a device that answers subscribes to as well.
    package static let filter = "$iothub/streams/res/#"

    /// Longer than this a caller does not wait on a machine's word.
    private static let maximumRetryAfter = Duration.seconds(86_400)

    private static let prefix = "$iothub/streams/res/"

    /// The topic.
    package var text: String {
        let properties: String
        switch answer {
        case .accepted(let service, let halfClose):
            properties =
                "200/"
                + StreamTopicProperties.text([
                    (.requestID, stream.text),
                    (.service, service?.text),
                    (.halfClose, halfClose ? StreamTopicProperties.yes : nil),
                ])
        case .rejected(let rejection):
            properties =
                "400/"
                + StreamTopicProperties.text([
                    (.requestID, stream.text),
                    (.code, rejection.code?.text),
                    (.reason, rejection.text),
                    (.retryAfter, rejection.retryAfter.map { String($0.components.seconds) }),
                ])
        }
        return Self.prefix + properties
    }

    /// Whether the topic is one of answers, well-formed or not.
    static func isAnswer(_ topic: String) -> Bool { topic.hasPrefix(prefix) }

    /// Reads an answer.
    ///
    /// More pairs and a further level after the id are passed over, because SDKs append application properties there.
    /// Our own additions never spoil an answer: one that cannot be read counts as not given.
    package init(parsing topic: String) throws(StreamTopicError) {
        guard topic.utf8.count <= StreamTopicProperties.maximumTopicBytes else { throw .tooLong(topic.utf8.count) }
        guard Self.isAnswer(topic) else { throw .otherTopic }
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count >= 5 else { throw .wrongLevels(levels.count) }
        let properties = try StreamTopicProperties(parsing: levels[4])
        let id = try properties.verbatim(.requestID)
        guard StreamID.accepts(id) else { throw .invalid(StreamTopicKey.requestID.rawValue) }
        let answer: StreamAnswer
        switch levels[3] {
        case "200":
            let service = properties.decoded(.service)
            answer = .accepted(
                service: service.flatMap { ServiceName.accepts($0) ? ServiceName(checked: $0) : nil },
                halfClose: properties.halfClose
            )
        case "400":
            answer = .rejected(Self.rejection(properties))
        case let status:
            throw .unknownStatus(VisibleText.show(String(status), limit: 16))
        }
        self.init(stream: StreamID(checked: id), answer: answer)
    }

    private static func rejection(_ properties: StreamTopicProperties) -> StreamRejection {
        let code = properties.decoded(.code)
        let seconds = properties.decoded(.retryAfter).flatMap { text in
            // Ten digits fit any Int64.
            (1...10).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) ? Int64(text) : nil
        }
        return StreamRejection(
            code: code.flatMap { RejectionCode.accepts($0) ? RejectionCode(checked: $0) : nil },
            text: properties.reason,
            retryAfter: seconds.map { .seconds($0) }
        )
    }
}
