/// Running a network on a user's arrays: which array feeds which input, what one sample is, what
/// comes out.
package io.intaglio.cli.simulate;
