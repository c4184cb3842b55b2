package import NIOCore

/// Sizes of reads that adapt, each read in a buffer of its own.
///
/// NIO keeps the buffers of a channel with it: a thousand busy ones then go through a thousand buffers, none of which
/// is in the processor's cache when its turn comes. From the allocator comes what was given back last. To be used with
/// one message a read; NIO keeps the very first buffer all the same.
package struct FreshReadAllocator: RecvByteBufferAllocator {
    private var sizes: AdaptiveRecvByteBufferAllocator

    package init(_ sizes: AdaptiveRecvByteBufferAllocator) {
        self.sizes = sizes
    }

    package func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { sizes.buffer(allocator: allocator) }

    package mutating func record(actualReadBytes: Int) -> Bool {
        _ = sizes.record(actualReadBytes: actualReadBytes)
        // It may always grow: otherwise NIO reads into the buffer that it keeps.
        return true
    }
}
