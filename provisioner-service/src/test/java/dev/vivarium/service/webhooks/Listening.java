package dev.vivarium.service.webhooks;

/** A receiver for tests of other packages: takes everything, and says what it heard. */
public final class Listening implements AutoCloseable {
    private final Receiver receiver = new Receiver();

    /** Where it listens. */
    public String url() {
        return receiver.url();
    }

    /** Whether any event held this. */
    public boolean heard(String text) {
        return receiver.got().stream().anyMatch(g -> g.body().contains(text));
    }

    @Override
    public void close() {
        receiver.close();
    }
}
