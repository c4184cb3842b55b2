import CPages

/// The code of this program, most of which its start alone needs.
enum ProgramCode {
    /// Leaves it to the kernel's page cache, from which what is called again comes back.
    ///
    /// For programs that then wait for hours on machines with little memory. Takes under a millisecond.
    static func release() {
        cpages_release_code()
    }
}
