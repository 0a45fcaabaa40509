/** A stateful fake of Proxmox VE, which answers as a real one was seen to answer. Entry: {@link dev.vivarium.proxmox.fake.FakePve}. */
@NullMarked
package dev.vivarium.proxmox.fake;

import org.jspecify.annotations.NullMarked;
