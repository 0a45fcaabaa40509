package dev.vivarium.service.store;

/** What the two databases say differently. Everything else is the same text for both. */
public enum Dialect {
    /** One file, one process or a few on the same computer. */
    SQLITE("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", ""),
    /** A server, for several instances. */
    POSTGRESQL("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)", " FOR SHARE");

    private final String nowMillis;
    private final String forShare;

    Dialect(String nowMillis, String forShare) {
        this.nowMillis = nowMillis;
        this.forShare = forShare;
    }

    /** An expression for the database's own time, in milliseconds since 1970: one clock for all instances. */
    public String nowMillis() {
        return nowMillis;
    }

    /** Appended to a SELECT whose rows must stay as they are until the transaction ends. */
    public String forShare() {
        return forShare;
    }

    /** The same where only the rows of this table must stay. */
    public String forShare(String table) {
        return forShare.isEmpty() ? "" : forShare + " OF " + table;
    }

    /** Where this dialect's migrations lie on the class path. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
