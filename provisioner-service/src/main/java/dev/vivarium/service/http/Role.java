package dev.vivarium.service.http;

/** What somebody may do; each includes those before it. */
public enum Role {
    /** Look. */
    VIEWER,
    /** Change nodes, snapshots, sessions. */
    OPERATOR,
    /** Change who may do what, and where things come from. */
    ADMIN;

    /** True if this role may do what asks for that one. */
    public boolean includes(Role wanted) {
        return compareTo(wanted) >= 0;
    }
}
