/// Folders that `build` makes: written beside the target and renamed, marked as ours.
package io.intaglio.cli.folder;
