/// What a hub without twins publishes to a device that asks for one: the documented answers, with nothing in them.
///
/// C# reads its twin right after connecting; without an answer it would wait, and in the end give up.
package struct TwinAnswer: Equatable, Sendable {
    /// Published with QoS 0, as the SDKs subscribe it.
    package let topic: String
    package let payload: String

    /// The answer to `DeviceTopic.twinRead`: a twin that has no properties yet.
    package static func document(_ id: RequestID) -> TwinAnswer {
        TwinAnswer(
            topic: "$iothub/twin/res/200/?$rid=" + id.text,
            payload: #"{"desired":{"$version":1},"reported":{"$version":1}}"#
        )
    }

    /// The answer to `DeviceTopic.twinReport`: taken, and now at version 2.
    ///
    /// Nothing is stored, so the version is the same each time.
    package static func reported(_ id: RequestID) -> TwinAnswer {
        TwinAnswer(topic: "$iothub/twin/res/204/?$rid=" + id.text + "&$version=2", payload: "")
    }
}
