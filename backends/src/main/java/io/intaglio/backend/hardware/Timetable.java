package io.intaglio.backend.hardware;

/// When everything of a [Draft] happens.
///
/// @param stage for each value the register ranks between the ports and its elements
/// @param entry for each part the stage in which it sees its operands
/// @param cellStage for each part that is logic the stages of its cells, counted from `entry`
/// @param latency register ranks from port to port
@SuppressWarnings("ArrayRecordComponent")
record Timetable(int[] stage, int[] entry, int[][] cellStage, int latency) {}
