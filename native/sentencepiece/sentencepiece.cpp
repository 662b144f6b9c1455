#include "sentencepiece.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <sentencepiece_processor.h>

struct pdsp_processor {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

thread_local std::string last_error;

int fail(const char* reason) noexcept {
    try {
        last_error = reason;
    } catch (...) {
        // No memory for the text: the status alone must do.
    }
    return 1;
}

// The only place where failures become a status.
template <typename Function>
int guard(Function function) noexcept {
    try {
        const sentencepiece::util::Status status = function();
        return status.ok() ? 0 : fail(status.ToString().c_str());
    } catch (const std::exception& e) {
        return fail(e.what());
    } catch (...) {
        return fail("unknown C++ exception");
    }
}

}  // namespace

int pdsp_load(const uint8_t* model, size_t length, pdsp_processor** processor) {
    *processor = nullptr;
    // The library aborts on some empty input instead of reporting it.
    if (model == nullptr || length == 0) return fail("the model is empty");
    return guard([&] {
        auto loaded = std::make_unique<pdsp_processor>();
        // Any bytes that happen to parse as a protocol buffer are accepted by the parser, so the result is looked at too.
        auto status = loaded->processor.LoadFromSerializedProto(
            {reinterpret_cast<const char*>(model), length});
        if (status.ok()) status = loaded->processor.status();
        if (status.ok()) *processor = loaded.release();
        return status;
    });
}

void pdsp_free(pdsp_processor* processor) { delete processor; }

int pdsp_encode(const pdsp_processor* processor, const char* text, size_t length,
                int32_t* ids, size_t capacity, size_t* count) {
    *count = 0;
    return guard([&] {
        std::vector<int> encoded;
        const auto status = processor->processor.Encode({text, length}, &encoded);
        if (status.ok()) {
            *count = encoded.size();
            if (encoded.size() <= capacity) std::copy(encoded.begin(), encoded.end(), ids);
        }
        return status;
    });
}

int pdsp_vocabulary(const pdsp_processor* processor, int32_t* size, int32_t* bos, int32_t* eos,
                    int32_t* pad, int32_t* unknown) {
    return guard([&] {
        const auto& p = processor->processor;
        *size = p.GetPieceSize();
        *bos = p.bos_id();
        *eos = p.eos_id();
        *pad = p.pad_id();
        *unknown = p.unk_id();
        return p.status();
    });
}

const char* pdsp_error(void) { return last_error.c_str(); }
