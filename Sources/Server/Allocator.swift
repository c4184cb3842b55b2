import CAllocator

/// How the C library's allocator treats memory that was freed.
///
/// A relay takes and frees buffers of a quarter of a mebibyte for each read. By default the allocator gives such memory
/// back at once, and the kernel spends as much on fresh pages as the relay on ciphers.
enum MemoryReuse {
    /// Freed memory at the end of a heap that is kept, for each of the few heaps that glibc makes.
    private static let keptBytes: Int32 = 16 << 20

    /// From this size on, memory is the kernel's own again when it is freed: bodies of requests, never buffers of relays.
    private static let mappedBytes: Int32 = 2 << 20

    /// To be called before there are threads.
    static func prepare() {
        callocator_keep(keptBytes, mappedBytes)
    }
}
