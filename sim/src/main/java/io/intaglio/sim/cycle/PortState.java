package io.intaglio.sim.cycle;

/// What a design's ports show just before a rising edge, with the inputs of that cycle applied.
///
/// @param defined false only for designs with a reset before its first edge: nothing else here is
///     meaningful then
/// @param inReady `in_ready`; 1 where the handshake has no such port
/// @param outValid `out_valid`; for the handshake `NONE`, which has no such port, whether the
///     outputs show a sample
/// @param outSample the sample whose results the data outputs show, valid or not;
///     [CycleModel#NO_SAMPLE] for what was in the registers at power-up
/// @param accepted whether this edge takes in a valid sample
/// @param delivered whether the consumer takes the results at this edge
public record PortState(
    boolean defined,
    boolean inReady,
    boolean outValid,
    long outSample,
    boolean accepted,
    boolean delivered) {}
