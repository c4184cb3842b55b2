/// Certificates for tests, made by OpenSSL: `NAME.pem` and `NAME-key.pem` in a directory.
enum Certificates {
    private static let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    static func makeAuthority(_ files: TemporaryDirectory, name: String, subject: String) throws {
        try ProgramRun.tool(
            "openssl",
            ["req", "-x509"] + key + [
                "-keyout", files.path + "/\(name)-key.pem", "-out", files.path + "/\(name).pem", "-days", "30", "-subj",
                "/CN=\(subject)", "-addext", "keyUsage=critical,keyCertSign",
            ]
        )
    }

    /// A server's certificate for the names, signed by an authority in the same directory.
    static func makeLeaf(
        _ files: TemporaryDirectory,
        name: String,
        authority: String,
        names: String = "DNS:localhost,IP:127.0.0.1"
    ) throws {
        let path = files.path + "/" + name
        try ProgramRun.tool(
            "openssl",
            ["req"] + key + ["-keyout", path + "-key.pem", "-out", path + ".csr", "-subj", "/CN=\(name)"]
        )
        try files.write(name + ".ext", "subjectAltName=\(names)\nextendedKeyUsage=serverAuth\n".utf8)
        try ProgramRun.tool(
            "openssl",
            [
                "x509", "-req", "-in", path + ".csr", "-CA", files.path + "/\(authority).pem", "-CAkey",
                files.path + "/\(authority)-key.pem", "-CAcreateserial", "-days", "30", "-extfile", path + ".ext",
                "-out", path + ".pem",
            ]
        )
    }

    /// `sha256:` and the digits of the certificate in a file.
    static func fingerprint(_ path: String) throws -> String {
        let run = try ProgramRun.tool("openssl", ["x509", "-in", path, "-noout", "-fingerprint", "-sha256"])
        let digits = run.output.drop { $0 != "=" }.filter(\.isHexDigit)
        return "sha256:" + digits.lowercased()
    }
}
