// Pages of memory, which Swift does not see.
#ifndef CPAGES_SHIM_H
#define CPAGES_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Gives the whole pages of a piece of private memory back to the kernel; they read as zeros from then on.
static inline void cpages_release(const void *start, size_t count) {
#ifdef __linux__
    uintptr_t page = (uintptr_t)getpagesize();
    uintptr_t first = ((uintptr_t)start + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)start + count) & ~(page - 1);
    if (first < end) madvise((void *)first, end - first, MADV_DONTNEED);
#else
    (void)start;
    (void)count;
#endif
}

#endif
