package dev.vivarium.client;

/** What a group of requests sends with: the connection, and what goes with its changes. */
record Requests(Exchange exchange, Change change) {
    <T> T send(Call call) {
        return this.<T>tagged(call).value();
    }

    <T> Tagged<T> tagged(Call call) {
        return exchange.send(call, call.isRepeatable() && !call.isKeyed() ? Change.PLAIN : change);
    }

    void sendOnly(Call call) {
        this.<Object>tagged(call);
    }
}
