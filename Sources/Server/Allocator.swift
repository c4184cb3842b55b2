#if os(Linux)
import CAllocator
#endif

/// Where memory comes from: on Linux from tcmalloc.
///
/// glibc's allocator puts a few bytes of its own before each piece of memory. So the buffers that TLS keeps for a
/// connection begin in the middle of a page and end in another, and a device that is idle costs those pages; tcmalloc
/// gives whole pages, which can go back to the kernel (`Transport.BufferPages`). It also takes the quarter of a
/// mebibyte that a relay reads into from what was freed before, where glibc asks the kernel.
enum Allocator {
    /// Freed memory that all threads together keep at hand.
    private static let threadCacheBytes = 32 << 20

    /// To be called before there are threads.
    ///
    /// The call is also what makes the linker keep the library.
    static func prepare() {
        #if os(Linux)
        _ = MallocExtension_SetNumericProperty("tcmalloc.max_total_thread_cache_bytes", threadCacheBytes)
        #endif
    }
}
