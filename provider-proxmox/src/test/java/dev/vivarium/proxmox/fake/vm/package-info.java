/** Virtual machines and containers: configuration, power, snapshots, clones. */
@NullMarked
package dev.vivarium.proxmox.fake.vm;

import org.jspecify.annotations.NullMarked;
