package dev.vivarium.client.model;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list, or all of a list that has no pages.
 *
 * @param items in the list's order
 * @param nextPageToken for the page after it; empty in the last one
 */
public record Page<T>(List<T> items, Optional<String> nextPageToken) {
    public Page {
        items = Copies.list(items);
    }
}
