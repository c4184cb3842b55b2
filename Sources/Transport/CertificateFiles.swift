import NIOSSL
import X509

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The two configured files of a server certificate: the chain, its own certificate first, and the key, both PEM.
package struct CertificateFiles: Sendable, Equatable {
    /// Path of the chain.
    package let certificate: String
    /// Path of the private key.
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Reads and checks the pair.
    ///
    /// Blocking.
    /// - Parameter now: milliseconds since 1970.
    /// - Throws: what is wrong with the files.
    /// - Returns: a credential that is valid now.
    package func load(now: Int64) throws(CertificateFilesError) -> ServerCredential {
        let chain = try loadChain()
        let privateKey = try loadKey()
        guard let leaf = chain.first else { throw .notACertificate(path: certificate) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.certificateVerification = .none
        do {
            // The library compares key and certificate when a context takes both.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .keyDoesNotMatch(key: key, certificate: certificate)
        }
        let validUntil = Int64(leaf.notValidAfter) * 1000
        guard now < validUntil else {
            throw .expired(path: certificate, since: "\(Date(milliseconds: validUntil))")
        }
        return ServerCredential(chain: chain, key: privateKey, validUntil: validUntil)
    }

    /// The names of the first certificate, for `config check`.
    ///
    /// Blocking.
    package func names() throws(CertificateFilesError) -> CertificateNames {
        guard let leaf = try loadChain().first else { throw .notACertificate(path: certificate) }
        do {
            return try CertificateNames(der: leaf.toDERBytes())
        } catch {
            throw .notACertificate(path: certificate)
        }
    }

    private func loadChain() throws(CertificateFilesError) -> [NIOSSLCertificate] {
        let contents = try read(certificate)
        do {
            return try NIOSSLCertificate.fromPEMBytes(contents.bytes)
        } catch {
            throw .notACertificate(path: certificate)
        }
    }

    private func loadKey() throws(CertificateFilesError) -> NIOSSLPrivateKey {
        let contents = try read(key)
        guard !contents.text.contains("ENCRYPTED") else {
            throw .notAKey(path: key, reason: "it is encrypted with a passphrase, which a server cannot ask for")
        }
        do {
            return try NIOSSLPrivateKey(bytes: contents.bytes, format: .pem)
        } catch {
            throw .notAKey(path: key, reason: "it is not a private key in PEM form")
        }
    }

    private func read(_ path: String) throws(CertificateFilesError) -> StateFile.Contents {
        do throws(StateFile.Failure) {
            guard let contents = try StateFile.contents(of: path) else {
                throw StateFile.Failure(path: path, code: ENOENT)
            }
            return contents
        } catch {
            if error == StateFile.Failure(path: path, code: ENOENT) { throw .missing(path: path) }
            throw .unreadable(path: path, reason: error.reason)
        }
    }
}

extension CertificateFiles {
    /// What tells one state of the pair from another without reading it; `nil` halves are files that are not there.
    struct Signature: Equatable {
        struct File: Equatable {
            let device: UInt64
            let inode: UInt64
            let size: Int64
            let seconds: Int64
            let nanoseconds: Int64
        }

        let certificate: File?
        let key: File?
    }

    /// Looks at the pair.
    ///
    /// Links are followed, so that a link moved to a new directory counts as a change.
    func signature() -> Signature {
        Signature(certificate: Self.signature(of: certificate), key: Self.signature(of: key))
    }

    private static func signature(of path: String) -> Signature.File? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        #if canImport(Darwin)
        let modified = information.st_mtimespec
        #else
        let modified = information.st_mtim
        #endif
        return Signature.File(
            device: UInt64(truncatingIfNeeded: information.st_dev),
            inode: UInt64(truncatingIfNeeded: information.st_ino),
            size: Int64(information.st_size),
            seconds: Int64(modified.tv_sec),
            nanoseconds: Int64(modified.tv_nsec)
        )
    }
}
