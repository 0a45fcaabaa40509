package dev.vivarium.core.model;

/** How a node meets the network. */
public enum NetworkMode {
    /** Address translation: the guest reaches out, published ports lead in. */
    NAT,
    /** No way out; published ports still lead in from this host. */
    ISOLATED
}
