/** Events sent to receivers that are slow, dead, or worse. */
@NullMarked
package dev.vivarium.service.webhooks;

import org.jspecify.annotations.NullMarked;
