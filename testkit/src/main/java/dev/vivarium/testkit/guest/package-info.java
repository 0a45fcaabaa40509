/**
 * A node without a machine: {@link dev.vivarium.testkit.guest.GuestState} is what such a guest has on its disk and in its
 * memory, which snapshots capture and rollbacks restore; {@link dev.vivarium.testkit.guest.FakeGuest} answers over SSH and
 * HTTP as a node made from its seed would. It misbehaves on demand. Uses the model's words, the seed's documents and the
 * SSH library.
 */
@NullMarked
package dev.vivarium.testkit.guest;

import org.jspecify.annotations.NullMarked;
