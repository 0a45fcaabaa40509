package dev.vivarium.qemu.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that QEMU says unasked.
 *
 * @param name such as {@code JOB_STATUS_CHANGE}
 * @param data what belongs to it; a missing node if nothing does
 */
public record QmpEvent(String name, JsonNode data) {}
