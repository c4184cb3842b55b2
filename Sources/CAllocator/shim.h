// The part of the C library's allocator that Swift does not see.
#ifndef CALLOCATOR_SHIM_H
#define CALLOCATOR_SHIM_H

#ifdef __GLIBC__
#include <malloc.h>
#endif

// Keeps freed memory up to these bounds instead of giving it back to the kernel at once; does nothing where the
// C library has no such bounds.
static inline void callocator_keep(int top_bytes, int mapped_bytes) {
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, top_bytes);
    mallopt(M_MMAP_THRESHOLD, mapped_bytes);
#else
    (void)top_bytes;
    (void)mapped_bytes;
#endif
}

#endif
