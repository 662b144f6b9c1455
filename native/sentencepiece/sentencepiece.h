// C interface to SentencePiece's processor.
// Every function but pdsp_free and pdsp_error returns 0, or 1 with the reason in the calling thread's pdsp_error().
// No exception and no C++ type crosses this border. A processor may encode on several threads at once.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define PDSP_API extern "C" __attribute__((visibility("default")))

typedef struct pdsp_processor pdsp_processor;

// Loads a serialized model; its bytes are copied.
PDSP_API int pdsp_load(const uint8_t* model, size_t length, pdsp_processor** processor);

// Frees a processor; null is allowed.
PDSP_API void pdsp_free(pdsp_processor* processor);

// Encodes UTF-8 text. *count is the number of ids; they are written only when capacity is enough.
PDSP_API int pdsp_encode(const pdsp_processor* processor, const char* text, size_t length,
                         int32_t* ids, size_t capacity, size_t* count);

// Size of the vocabulary and the special ids; -1 for one that the model does not have.
PDSP_API int pdsp_vocabulary(const pdsp_processor* processor, int32_t* size, int32_t* bos, int32_t* eos,
                             int32_t* pad, int32_t* unknown);

// Reason of the calling thread's last failure, UTF-8, valid until its next call.
PDSP_API const char* pdsp_error(void);
