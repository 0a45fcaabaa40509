/**
 * YAML as Vivarium reads and writes it: settings and manifests are read strictly, every error with its file and line; seed
 * documents are written in one deterministic form. The only package that knows a YAML library.
 */
@NullMarked
package dev.vivarium.cloudinit.yaml;

import org.jspecify.annotations.NullMarked;
