/*
 * Another zlib, to be loaded before the system's: one with the least memory, whose output has other bytes than that of any
 * zlib with the usual settings, and is as valid. Needs no headers.
 */
void *dlopen(const char *file, int mode);
void *dlsym(void *library, const char *symbol);

typedef int deflate_init(void *stream, int level, int method, int window_bits, int memory_level, int strategy,
                         const char *version, int stream_size);

int deflateInit2_(void *stream, int level, int method, int window_bits, int memory_level, int strategy,
                  const char *version, int stream_size) {
    deflate_init *system_zlib = dlsym(dlopen("libz.so.1", 2), "deflateInit2_");
    return system_zlib(stream, level, method, window_bits, 1, strategy, version, stream_size);
}
