/**
 * The words: plain values that describe nodes, machines, snapshots, findings and errors. Uses nothing but the JDK and the
 * shared values of cloud-init.
 */
@NullMarked
package dev.vivarium.core.model;

import org.jspecify.annotations.NullMarked;
