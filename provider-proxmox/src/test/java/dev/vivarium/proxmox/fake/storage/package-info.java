/** Storages and the volumes on them. */
@NullMarked
package dev.vivarium.proxmox.fake.storage;

import org.jspecify.annotations.NullMarked;
