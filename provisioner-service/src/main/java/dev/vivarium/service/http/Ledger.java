package dev.vivarium.service.http;

import java.util.Optional;

/** Makes a change, who asked for it, and what was answered one thing: all of it is there after a crash, or none. */
public interface Ledger {

    /** What was answered to the same request with the same key, if it was. */
    Optional<Reply> answered(Request request);

    /** Makes the change, and writes down who asked and what is answered. */
    Reply commit(Request request, Change change);

    /** Writes down that somebody asked, and it was done; for what is not in the database. */
    void done(Request request, Reply reply);

    /** Writes down that somebody asked in vain. */
    void refused(Request request, String code);
}
