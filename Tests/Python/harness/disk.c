// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into a server, fails to bring files to the disk for as long as the file BROKEN_DISK exists.

#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_broken(void) {
    const char *path = getenv("BROKEN_DISK");
    return path && access(path, F_OK) == 0;
}

static int bring(long call, int file) {
    if (is_broken()) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, file);
}

int fsync(int file) { return bring(SYS_fsync, file); }
int fdatasync(int file) { return bring(SYS_fdatasync, file); }
