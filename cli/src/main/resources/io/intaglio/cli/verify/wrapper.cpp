// Runs a verilated harness for a number of cycles and records what it shows.
#include "Vdut.h"
#include "verilated.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

// The library's own versions end the process.
void vl_finish(const char*, int, const char*) {
    throw std::runtime_error("the design called $finish");
}
void vl_stop(const char*, int, const char*) { throw std::runtime_error("the design called $stop"); }
void vl_fatal(const char*, int, const char*, const char* message) {
    throw std::runtime_error(message);
}
double sc_time_stamp() { return 0; }

// Control bits: 1 reset, 2 in_valid, 4 out_ready. Status bits: 1 in_ready, 2 out_valid.
// A row is recorded just before the rising edge of its cycle. Registers start with bits made from
// the seed. Returns 0, or -1 with the reason in `reason`.
extern "C" __attribute__((visibility("default"))) int intaglio_run(
    const uint8_t* control, const uint32_t* in, uint8_t* status, uint32_t* out, int64_t cycles,
    int64_t first, int32_t in_words, int32_t out_words, int32_t seed, char* reason,
    int32_t reason_size) {
    try {
        const std::unique_ptr<VerilatedContext> context{new VerilatedContext};
        context->threads(1);
        context->randReset(2);
        context->randSeed(seed);
        const std::unique_ptr<Vdut> dut{new Vdut{context.get()}};
        for (int64_t cycle = 0; cycle < cycles; ++cycle) {
            dut->clk = 0;
            dut->rst = control[cycle] & 1;
            dut->in_valid = (control[cycle] >> 1) & 1;
            dut->out_ready = (control[cycle] >> 2) & 1;
            std::memcpy(&dut->data_in[0], in + cycle * in_words, sizeof(uint32_t) * in_words);
            dut->eval();
            if (cycle >= first) {
                const int64_t row = cycle - first;
                status[row] = static_cast<uint8_t>(dut->in_ready | (dut->out_valid << 1));
                std::memcpy(out + row * out_words, &dut->data_out[0],
                            sizeof(uint32_t) * out_words);
            }
            dut->clk = 1;
            dut->eval();
        }
        dut->final();
        return 0;
    } catch (const std::exception& problem) {
        std::snprintf(reason, reason_size, "%s", problem.what());
        return -1;
    }
}
