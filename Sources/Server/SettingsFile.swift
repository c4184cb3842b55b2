import Foundation
import HubModel
import Yams

/// The YAML file with settings: every key known, every value of the right kind, each problem with its line.
struct SettingsFile: Sendable {
    /// Settings are a page of text; a larger file is another one.
    static let maximumBytes = 1 << 20

    /// Scalars and lists by key, such as `tls.certificate`.
    private(set) var values: [String: SettingsValue] = [:]
    /// `nil` where the file names none.
    private(set) var regions: [Region]?
    /// What outbound connections may reach beside public addresses.
    private(set) var allowedAddresses: [AddressRange] = []

    /// The keys that hold one value.
    static let scalarKeys: Set<String> = [
        "domain", "stateDir", "adminListen", "publicPort", "role", "tls.certificate", "tls.key", "log.level",
        "log.format", "anonymous.endpointsRead", "activity.retentionDays",
        "activity.retentionMebibytes", "diagnostics.fileDirectory", "diagnostics.caFile",
    ]
    /// The keys that hold a list of values.
    static let listKeys: Set<String> = ["listen", "mqttListen"]
    /// The key that no other source may set: it opens what the server alone can reach.
    static let addressKey = "diagnostics.allowedAddresses"
    private static let sections: Set<String> = ["tls", "log", "anonymous", "activity", "diagnostics"]

    private let name: String
    /// Where values stand, by key.
    private var marks: [String: Mark] = [:]

    /// Where the value of a key stands, as the beginning of a message; `nil` where the file has none.
    func place(of key: String) -> String? { marks[key].map { "\(name):\($0.line):\($0.column): " } }

    /// No file.
    init() { name = "" }

    /// Reads a file.
    init(path: String) throws(SettingsError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw SettingsError("\(path): the file cannot be read: \(Self.reason(path)).")
        }
        guard data.count <= Self.maximumBytes, let text = String(data: data, encoding: .utf8) else {
            throw SettingsError("\(path): the file is too large, or not UTF-8 text.")
        }
        try self.init(text: text, name: path)
    }

    /// Reads the text of a file; `name` leads its messages.
    init(text: String, name: String) throws(SettingsError) {
        self.name = name
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Self.problem(error, text, name)
        } catch {
            throw SettingsError("\(name): the file is not valid YAML.")
        }
        guard let root, root.tag != Tag(.null) else { return }
        try read(root, prefix: "")
    }

    /// What is wrong with the YAML itself.
    private static func problem(_ error: YamlError, _ text: String, _ name: String) -> SettingsError {
        switch error {
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.sorted()[0]
            // Yams tells where the mapping begins; the second of two equal keys is further down.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { $0.element.trimmingCharacters(in: .whitespaces).hasPrefix(key + ":") }
                .map { $0.offset + 1 }.filter { $0 >= context.mark.line }
            return SettingsError(
                file: name,
                line: lines.dropFirst().first ?? context.mark.line,
                column: context.mark.column,
                "the key '\(VisibleText.show(key, limit: 80))' stands here twice."
            )
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SettingsError(file: name, line: mark.line, column: mark.column, "\(problem).")
        default:
            return SettingsError("\(name): the file is not valid YAML: \(error)")
        }
    }

    private mutating func read(_ node: Node, prefix: String) throws(SettingsError) {
        guard case .mapping(let mapping) = node else {
            throw problem(node, "\(prefix.isEmpty ? "the file" : "'\(prefix)'") must be a mapping of keys to values.")
        }
        for (keyNode, value) in mapping {
            guard let word = keyNode.string else { throw problem(keyNode, "a key must be a word.") }
            let key = prefix.isEmpty ? word : prefix + "." + word
            marks[key] = value.mark
            if Self.sections.contains(key) {
                try read(value, prefix: key)
            } else if key == "regions" {
                regions = try readRegions(value)
            } else if key == Self.addressKey {
                allowedAddresses = try readAddresses(value)
            } else if Self.scalarKeys.contains(key) {
                guard case .scalar(let scalar) = value else { throw problem(value, "'\(key)' must be one value.") }
                values[key] = .text(scalar.string)
            } else if Self.listKeys.contains(key) {
                values[key] = .list(try readList(value, key))
            } else {
                throw problem(
                    keyNode,
                    "the key '\(VisibleText.show(key, limit: 80))' is not known." + Self.suggestion(key)
                )
            }
        }
    }

    private func readList(_ node: Node, _ key: String) throws(SettingsError) -> [String] {
        switch node {
        case .scalar(let scalar):
            return [scalar.string]
        case .sequence(let sequence):
            var list: [String] = []
            for item in sequence {
                guard case .scalar(let scalar) = item else { throw problem(item, "'\(key)' must be a list of values.") }
                list.append(scalar.string)
            }
            return list
        case .mapping, .alias:
            throw problem(node, "'\(key)' must be a list of values.")
        }
    }

    private func readAddresses(_ node: Node) throws(SettingsError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in try readList(node, Self.addressKey) {
            guard let range = AddressRange(text) else {
                throw problem(
                    node,
                    "'\(VisibleText.show(text, limit: 64))' is not an address or a CIDR range without host bits."
                )
            }
            ranges.append(range)
        }
        return ranges
    }

    private func readRegions(_ node: Node) throws(SettingsError) -> [Region] {
        guard case .sequence(let sequence) = node, !sequence.isEmpty else {
            throw problem(node, "'regions' must be a list with a name, a stamp and deviceStreams (true or false) each.")
        }
        var regions: [Region] = []
        for item in sequence {
            let region = try readRegion(item)
            guard !regions.contains(where: { $0.name.lowercased() == region.name.lowercased() }) else {
                throw problem(item, "the region '\(region.name)' stands here twice.")
            }
            regions.append(region)
        }
        return regions
    }

    private func readRegion(_ node: Node) throws(SettingsError) -> Region {
        guard case .mapping(let mapping) = node else { throw problem(node, "a region must be a mapping.") }
        var name: String?
        var stamp: RegionStamp?
        var deviceStreams = true
        for (keyNode, value) in mapping {
            guard let key = keyNode.string, case .scalar(let scalar) = value else {
                throw problem(value, "a region has a name, a stamp and deviceStreams.")
            }
            switch key {
            case "name" where (1...64).contains(scalar.string.count): name = scalar.string
            case "stamp" where RegionStamp.accepts(scalar.string): stamp = RegionStamp(checked: scalar.string)
            case "stamp": throw problem(value, "'\(scalar.string)' is not a region stamp: \(RegionStamp.rule).")
            case "deviceStreams":
                guard let flag = value.bool else { throw problem(value, "'deviceStreams' must be true or false.") }
                deviceStreams = flag
            default: throw problem(keyNode, "the key 'regions.\(VisibleText.show(key, limit: 80))' is not known.")
            }
        }
        guard let name, let stamp else { throw problem(node, "a region needs a name and a stamp.") }
        return Region(name: name, stamp: stamp, deviceStreams: deviceStreams)
    }

    private func problem(_ node: Node, _ text: String) -> SettingsError {
        SettingsError(file: name, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, text)
    }

    private static func suggestion(_ key: String) -> String {
        let known = scalarKeys.union(listKeys).union(["regions", addressKey])
        guard let same = known.first(where: { $0.lowercased() == key.lowercased() || $0.hasSuffix("." + key) }) else {
            return " Known are: " + known.sorted().joined(separator: ", ") + "."
        }
        return " Did you mean '\(same)'?"
    }

    /// Why the system gives nothing of a file, in its words.
    private static func reason(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { if descriptor >= 0 { close(descriptor) } }
        var byte: UInt8 = 0
        guard descriptor >= 0, pread(descriptor, &byte, 1, 0) >= 0 else { return String(cString: strerror(errno)) }
        return "it is no file with an end"
    }
}
