package dev.vivarium.service.http;

/**
 * The last, durable part of a changing request. Runs within one transaction, so nothing that may take long is done here: no
 * hypervisor, no network, no large file.
 */
@FunctionalInterface
public interface Change {
    /** Makes it. */
    Reply make();
}
