/* PixelDiT's image codecs: a C ABI over libvips and libpng.
 *
 * Every function that can fail returns a pdv_status and leaves a sentence for pdv_last_error(), which belongs to the
 * calling thread. No exception and no C++ type crosses this border. Everything may be called from any thread; one
 * pdv_image must be used by one thread at a time. Pixels are interleaved, rows without padding, top row first.
 */
#ifndef PIXELDIT_VIPS_H
#define PIXELDIT_VIPS_H

#include <stddef.h>
#include <stdint.h>

#ifdef PDV_BUILDING
#define PDV_API __attribute__((visibility("default")))
#else
#define PDV_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum pdv_status {
    PDV_OK = 0,
    PDV_FAILED = 1,         /* the codec refused: damaged or truncated data, or an encoder's own limit */
    PDV_UNKNOWN_FORMAT = 2, /* the first bytes belong to no format that is read here */
    PDV_BAD_ARGUMENT = 3,   /* a caller's mistake */
    PDV_OUT_OF_MEMORY = 4,
    PDV_NO_LOADER = 5,      /* a known format whose loader this libvips was built without */
    PDV_NO_FONTS = 6        /* text is to be drawn and no font is installed */
} pdv_status;

typedef enum pdv_format {
    PDV_FORMAT_UNKNOWN = 0,
    PDV_FORMAT_PNG = 1,
    PDV_FORMAT_JPEG = 2,
    PDV_FORMAT_WEBP = 3,
    PDV_FORMAT_GIF = 4,
    PDV_FORMAT_TIFF = 5,
    PDV_FORMAT_AVIF = 6, /* and HEIC */
    PDV_FORMAT_JXL = 7,
    PDV_FORMAT_BMP = 8,
    PDV_FORMAT_PNM = 9
} pdv_format;

/* What the header says. width and height are those of one frame after the EXIF rotation. */
typedef struct pdv_info {
    int32_t format;      /* pdv_format */
    int32_t width;
    int32_t height;
    int32_t frames;      /* frames or pages, at least 1 */
    int32_t bits;        /* 8 or 16: bits of a sample as pdv_decode gives it */
    int32_t has_alpha;   /* 0 or 1 */
    int32_t orientation; /* EXIF orientation, 1..8; 1 when the file has none */
} pdv_info;

typedef struct pdv_image pdv_image;

/* The calling thread's last error, UTF-8, valid until its next failing call; "" when there was none. */
PDV_API const char *pdv_last_error(void);

/* Starts libvips. Happens by itself on the first decode, resize, JPEG or WebP; calling it early only moves the cost. */
PDV_API int32_t pdv_initialize(void);

/* libvips's version, for example "8.14.1". Does not start it. */
PDV_API const char *pdv_version(void);

/* zlib's CRC-32 of data, continuing from crc (0 to begin): the checksum of PNG chunks. */
PDV_API uint32_t pdv_crc32(uint32_t crc, const void *data, size_t size);

/* Frees what pdv_encode_* and pdv_draw_text returned; NULL is allowed. */
PDV_API void pdv_free(void *memory);

/* Recognises the format and reads the header, no pixels. data (NULL if empty) must stay in place until pdv_close. */
PDV_API int32_t pdv_open(const void *data, size_t size, pdv_image **image, pdv_info *info);

/* Decodes up to max_frames frames into destination as sRGB, 3 samples a pixel or 4 with alpha (not premultiplied),
 * 1 or 2 bytes (host order) each, oriented upright. Frames whose size is not that of the first one are left out;
 * *frames says how many were written. capacity, in bytes, must hold max_frames (at most info.frames) frames.
 * One call for each pdv_open. */
PDV_API int32_t pdv_decode(pdv_image *image, int32_t max_frames, void *destination, size_t capacity, int32_t *frames);

PDV_API void pdv_close(pdv_image *image);

/* 8-bit PNG; channels 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA); level 0..9. Does not need libvips. */
PDV_API int32_t pdv_encode_png(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, int32_t level,
                               uint8_t **encoded, size_t *size);

/* JPEG, quality 1..100; channels as above, alpha is dropped. */
PDV_API int32_t pdv_encode_jpeg(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, int32_t quality,
                                uint8_t **encoded, size_t *size);

/* WebP, quality 0..100, or lossless; channels as above. */
PDV_API int32_t pdv_encode_webp(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, int32_t quality,
                                int32_t lossless, uint8_t **encoded, size_t *size);

/* Bilinear scaling of 8-bit pixels (a triangle filter over the source area when shrinking); the last channel of 2 or 4
 * is alpha and weighs the colours. destination holds target_width * target_height * channels bytes. */
PDV_API int32_t pdv_resize(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, uint8_t *destination,
                           int32_t target_width, int32_t target_height);

/* Draws a text (UTF-8, not empty, at most 4096 bytes; line breaks count) in the system's sans serif font, pixels (1..512) high. *coverage gets
 * *width * *height bytes, 0 where nothing is and 255 inside a letter, cut to the ink. */
PDV_API int32_t pdv_draw_text(const char *text, int32_t pixels, uint8_t **coverage, int32_t *width, int32_t *height);

#ifdef __cplusplus
}
#endif

#endif
