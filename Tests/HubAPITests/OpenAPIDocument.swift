import Foundation
import Testing
import Yams

/// `openapi/devicestream.yaml` as the tests read it, in its own order.
struct OpenAPIDocument {
    struct Operation {
        let method: String
        let template: String
        /// With the parameters of the path item.
        let parameters: [Node]
        let node: Node

        var id: String { node["operationId"]?.string ?? "" }
    }

    let root: Node

    init(file: String = #filePath) throws {
        let folders = file.split(separator: "/").dropLast(3)
        let path = "/" + folders.joined(separator: "/") + "/openapi/devicestream.yaml"
        root = try #require(try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8)))
    }

    /// Every operation, in the order of the document.
    func operations() -> [Operation] {
        var operations: [Operation] = []
        for (template, item) in root["paths"]?.mapping ?? [:] {
            for (method, node) in item.mapping ?? [:] where method.string != "parameters" {
                let parameters = Array(item["parameters"]?.sequence ?? []) + Array(node["parameters"]?.sequence ?? [])
                operations.append(
                    Operation(
                        method: method.string?.uppercased() ?? "",
                        template: template.string ?? "",
                        parameters: parameters.map(resolved),
                        node: node
                    )
                )
            }
        }
        return operations
    }

    /// What a reference leads to; the node itself where it is none.
    func resolved(_ node: Node) -> Node {
        guard let reference = node["$ref"]?.string else { return node }
        var target = root
        for segment in reference.split(separator: "/").dropFirst() {
            guard let next = target[String(segment)] else {
                Issue.record("\(reference) leads nowhere")
                return node
            }
            target = next
        }
        return resolved(target)
    }
}

extension Node {
    /// The names of the members of a mapping.
    var names: [String] { mapping?.keys.compactMap(\.string) ?? [] }

    /// The member of that name, also where the name looks like a number.
    func member(_ name: String) -> Node? { mapping?.first { $0.key.string == name }?.value }
}
