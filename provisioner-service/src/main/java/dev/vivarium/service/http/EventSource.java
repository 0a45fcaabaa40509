package dev.vivarium.service.http;

/** What tells a listener one event after the other, until there are no more or the listener is gone. */
@FunctionalInterface
public interface EventSource {

    /** Tells them. Called on a thread of its own, which may wait. */
    void tell(Listener listener) throws InterruptedException;

    /** Who listens. */
    interface Listener {
        /**
         * One event.
         *
         * @param id by which the listener asks for what came after it
         * @param type its name
         * @param data written as JSON
         */
        void event(long id, String type, Object data);

        /** Keeps the connection alive; call it when nothing else was told for a while. */
        void comment(String text);

        /** True if nobody listens any more, or the service is about to stop. */
        boolean isGone();
    }
}
