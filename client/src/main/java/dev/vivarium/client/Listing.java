package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A list that comes in pages. */
public final class Listing<T> {
    private final Requests requests;
    private final Supplier<Call> call;

    Listing(Requests requests, Supplier<Call> call) {
        this.requests = requests;
        this.call = call;
    }

    /**
     * One page.
     *
     * @param size at most how many, from 1 to 1000
     * @param token the {@code nextPageToken} of the page before; empty for the first one
     */
    public Page<T> page(int size, Optional<String> token) {
        return requests.send(call.get().query("pageSize", size).query("pageToken", token));
    }

    /** All of them; each page is asked for when it is needed. */
    public Stream<T> stream() {
        return stream(100);
    }

    /** The same with pages of this size. */
    public Stream<T> stream(int pageSize) {
        return Stream.iterate(
                        Optional.of(page(pageSize, Optional.empty())),
                        Optional::isPresent,
                        page -> page.flatMap(p -> after(pageSize, p)))
                .flatMap(page -> page.orElseThrow().items().stream());
    }

    /** All of them at once. */
    public List<T> all() {
        return stream(1000).toList();
    }

    private Optional<Page<T>> after(int pageSize, Page<T> page) {
        Optional<Page<T>> next = page.nextPageToken().map(token -> page(pageSize, Optional.of(token)));
        if (next.isPresent() && next.get().nextPageToken().equals(page.nextPageToken())) {
            throw ServiceException.ours(ErrorKind.INTERNAL, "paging", "the service's list has no end", null);
        }
        return next;
    }
}
