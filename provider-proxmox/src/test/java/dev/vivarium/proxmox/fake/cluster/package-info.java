/** What the fake keeps: nodes, storages with volumes, machines with configuration and snapshots, mappings, pools. */
@NullMarked
package dev.vivarium.proxmox.fake.cluster;

import org.jspecify.annotations.NullMarked;
