/// The tags of a device: those of its twin, of which the native API shows the texts.
///
/// There is one set of tags. A twin may hold numbers and objects there, too; they are nothing that a native tag could
/// be, so the native API leaves them as they are.
extension JSONObject {
    package init(tags: Tags) { self = tags.mapValues { .string($0) } }

    /// The tags that are texts.
    package var texts: Tags { compactMapValues(\.text) }

    /// The tags after the texts among them were replaced.
    package func replacingTexts(with tags: Tags) -> JSONObject {
        filter { $0.value.text == nil }.merging(JSONObject(tags: tags)) { $1 }
    }
}
