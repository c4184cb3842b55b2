/// One half of a twin's properties, desired or reported: values, when each was last written, and the version.
package struct TwinProperties: Codable, Equatable, Sendable {
    package private(set) var values: JSONObject
    /// Of each value and each object, when it was written; the shape of `$metadata`.
    package private(set) var metadata: JSONObject
    /// Grows by one with each change.
    package private(set) var version: Int64

    /// The properties of a twin that nobody has written to, as of the making of its device.
    package init(at now: Timestamp) {
        values = [:]
        version = 1
        metadata = Self.stamp(now, version: nil)
    }

    /// Applies a merge patch (RFC 7396): `null` takes a property away, objects are merged, all else is replaced.
    ///
    /// `showsVersion` notes the version beside the time, which only desired properties have.
    package mutating func merge(_ patch: JSONObject, at now: Timestamp, showsVersion: Bool) {
        version += 1
        Self.merge(patch, &values, &metadata, Self.stamp(now, version: showsVersion ? version : nil))
    }

    /// Takes the document's values in the place of all.
    package mutating func replace(with document: JSONObject, at now: Timestamp, showsVersion: Bool) {
        version += 1
        (values, metadata) = ([:], [:])
        Self.merge(document, &values, &metadata, Self.stamp(now, version: showsVersion ? version : nil))
    }

    /// The merge patch that leads from older values to these.
    package func patch(from old: TwinProperties) -> JSONObject { Self.patch(from: old.values, to: values) }

    /// As a device sees it: values and `$version`.
    package var plain: JSONObject { values.merging(["$version": .integer(version)]) { $1 } }

    /// As a service sees it: with `$metadata`, too.
    package var full: JSONObject { plain.merging(["$metadata": .object(metadata)]) { $1 } }

    private static func stamp(_ now: Timestamp, version: Int64?) -> JSONObject {
        var stamp: JSONObject = ["$lastUpdated": .string(now.description)]
        stamp["$lastUpdatedVersion"] = version.map { .integer($0) }
        return stamp
    }

    private static func merge(
        _ patch: JSONObject,
        _ values: inout JSONObject,
        _ metadata: inout JSONObject,
        _ stamp: JSONObject
    ) {
        for (key, value) in patch {
            switch value {
            case .null:
                values[key] = nil
                metadata[key] = nil
            case .object(let inner):
                var old: JSONObject = [:]
                var oldStamps: JSONObject = [:]
                if case .object(let present) = values[key] {
                    old = present
                    oldStamps = metadata[key]?.members ?? [:]
                }
                merge(inner, &old, &oldStamps, stamp)
                values[key] = .object(old)
                metadata[key] = .object(oldStamps)
            case .bool, .integer, .number, .string, .array:
                values[key] = value
                metadata[key] = .object(stamp)
            }
        }
        metadata.merge(stamp) { $1 }
    }

    private static func patch(from old: JSONObject, to new: JSONObject) -> JSONObject {
        var patch: JSONObject = [:]
        for (key, value) in new where old[key] != value {
            if case (.object(let before), .object(let after)) = (old[key], value) {
                patch[key] = .object(Self.patch(from: before, to: after))
            } else {
                patch[key] = value
            }
        }
        for key in old.keys where new[key] == nil { patch[key] = .null }
        return patch
    }
}

extension JSONObject {
    /// The object after a merge patch (RFC 7396).
    package func merged(with patch: JSONObject) -> JSONObject {
        var result = self
        for (key, value) in patch {
            switch value {
            case .null: result[key] = nil
            case .object(let inner): result[key] = .object((result[key]?.members ?? [:]).merged(with: inner))
            case .bool, .integer, .number, .string, .array: result[key] = value
            }
        }
        return result
    }
}
