import Crypto
import HubModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Encrypts keys before they are stored: AES-256-GCM under the master key.
///
/// Whose key it is, and which of the two, is associated data: a sealed key that is moved to another row does not open.
struct KeySealer: Sendable {
    /// What a key belongs to.
    enum Owner: Sendable {
        case device(hub: Int64, DeviceID)
        case policy(hub: Int64, PolicyName)
        case module(hub: Int64, DeviceID, ModuleID)
        case diagnosticSetting(hub: Int64, DiagnosticSettingName)
    }

    private let key: SymmetricKey
    private let world: World

    init(_ masterKey: MasterKey, world: World) {
        key = SymmetricKey(data: masterKey.secret.bytes)
        self.world = world
    }

    func seal(_ secret: Secret, of owner: Owner, _ slot: KeySlot) throws(HubError) -> [UInt8] {
        try seal(secret.bytes, Self.context(owner, slot))
    }

    func open(_ sealed: [UInt8], of owner: Owner, _ slot: KeySlot) throws(HubError) -> Secret {
        guard let bytes = open(sealed, Self.context(owner, slot)) else { throw StoreFailure.damaged("sealed key") }
        return Secret(bytes: bytes)
    }

    /// Bytes that follow from the master key and what they are for (HKDF-SHA-256, RFC 5869): the same at each start,
    /// and of no use for finding the master key or what is for something else.
    func derive(for purpose: String, count: Int) -> Secret {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Array(purpose.utf8),
            outputByteCount: count
        )
        return Secret(bytes: derived.withUnsafeBytes { Array($0) })
    }

    /// A value that only the same master key opens.
    func proof() throws(HubError) -> [UInt8] { try seal(Array(Self.proofText.utf8), Self.proofContext) }

    func accepts(proof: [UInt8]) -> Bool { open(proof, Self.proofContext) == Array(Self.proofText.utf8) }

    private static let proofText = "devicestream"
    private static let proofContext = Array("master key".utf8)

    /// The nonce is random: with 96 bits, more than four billion keys may be sealed under one master key
    /// (NIST SP 800-38D §8.3).
    private func seal(_ bytes: [UInt8], _ context: [UInt8]) throws(HubError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: world.randomBytes(12))
            let box = try AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: context)
            return Array(nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw HubError(.serverError, "The server could not encrypt a key.", detail: "\(error)")
        }
    }

    private func open(_ sealed: [UInt8], _ context: [UInt8]) -> [UInt8]? {
        // Whatever is wrong with the bytes, they are not a key of this owner.
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: context)
        else { return nil }
        return Array(bytes)
    }

    private static func context(_ owner: Owner, _ slot: KeySlot) -> [UInt8] {
        switch owner {
        case .device(let hub, let device): Array("device/\(hub)/\(slot.rawValue)/\(device)".utf8)
        // No id holds a slash, so that no two owners have one text.
        case .module(let hub, let device, let module):
            Array("module/\(hub)/\(slot.rawValue)/\(device)/\(module)".utf8)
        case .diagnosticSetting(let hub, let setting):
            Array("diagnosticSetting/\(hub)/\(slot.rawValue)/\(setting)".utf8)
        case .policy(let hub, let policy): Array("policy/\(hub)/\(slot.rawValue)/\(policy)".utf8)
        }
    }
}
