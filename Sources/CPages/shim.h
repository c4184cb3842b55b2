// Pages of memory, which Swift does not see.
#ifndef CPAGES_SHIM_H
#define CPAGES_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
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

// Takes the code of the program and of its libraries out of the process's resident memory. It stays in the page cache,
// whence it comes back a page at a time when it is called; data is never touched.
static inline void cpages_release_code(void) {
#ifdef __linux__
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) return;
    char line[4608];
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end;
        char rights[5], path;
        // Of a file, never written to, and so the same in the file: a private page that was written would be lost.
        if (sscanf(line, "%lx-%lx %4s %*x %*x:%*x %*u %c", &start, &end, rights, &path) != 4) continue;
        if (strcmp(rights, "r-xp") != 0 || path != '/') continue;
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    fclose(maps);
#endif
}

#endif
