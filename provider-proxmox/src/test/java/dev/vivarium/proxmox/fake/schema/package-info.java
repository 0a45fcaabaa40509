/** The real API's schema, and the check of a request against it in the real one's words. */
@NullMarked
package dev.vivarium.proxmox.fake.schema;

import org.jspecify.annotations.NullMarked;
