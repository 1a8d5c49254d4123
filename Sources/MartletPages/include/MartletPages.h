// SPDX-License-Identifier: Apache-2.0

#ifndef MARTLET_PAGES_H
#define MARTLET_PAGES_H

#include <stddef.h>

/// A file of `Assets`, as it was when this was compiled.
struct martlet_asset {
    /// Its path below `Assets`.
    const char *_Nonnull name;
    /// Its bytes, which live as long as the process.
    const unsigned char *_Nonnull bytes;
    /// How many.
    size_t length;
};

/// How many files there are.
size_t martlet_asset_count(void);

/// One of them.
///
/// `index` is below the count.
struct martlet_asset martlet_asset_at(size_t index);

/// Compresses bytes as a gzip file.
///
/// Both counts are below 4 GiB. Answers how many bytes were written to `into`, or 0 if there was no room for them.
size_t martlet_gzip(const unsigned char *_Nonnull bytes, size_t length, unsigned char *_Nonnull into, size_t room);

#endif
