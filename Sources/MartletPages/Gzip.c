// SPDX-License-Identifier: Apache-2.0

#include <zlib.h>

#include "MartletPages.h"

size_t martlet_gzip(const unsigned char *bytes, size_t length, unsigned char *into, size_t room) {
    z_stream stream = {0};
    // 16 above the largest window asks for gzip's frame around it.
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = into;
    stream.avail_out = (uInt)room;
    const int outcome = deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return outcome == Z_STREAM_END ? room - stream.avail_out : 0;
}
