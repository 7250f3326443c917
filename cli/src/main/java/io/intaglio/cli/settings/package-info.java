/// What a user chose: read from `intaglio.yaml`, overridden by flags, written into build folders.
package io.intaglio.cli.settings;
