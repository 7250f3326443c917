/// The main job on a bundled network, without any external tool.
package io.intaglio.cli.demo;
