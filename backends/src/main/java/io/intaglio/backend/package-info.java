/// From the fixed-point graph to files: each backend legalizes, plans and prints.
package io.intaglio.backend;
