/* SPDX-License-Identifier: Apache-2.0 */
#include <zlib.h>

/* inflateInit2 is a macro, which Swift can't call. */
static inline int botyard_inflateInit2(z_stream *stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}

static inline int botyard_deflateInit2(z_stream *stream, int level, int windowBits) {
  return deflateInit2(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}
