/// The page that a build leaves for people: one HTML file, nothing loaded from elsewhere.
package io.intaglio.cli.report;
