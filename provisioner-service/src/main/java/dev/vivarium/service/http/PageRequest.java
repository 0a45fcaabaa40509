package dev.vivarium.service.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list is wanted. Lists are ordered by a key that does not change, and a page begins after a key; so nothing
 * is skipped or told twice when others come or go.
 *
 * @param size how many items at most
 * @param after the key of the last item that the caller has
 */
public record PageRequest(int size, Optional<String> after) {
    private static final int STANDARD = 100;
    private static final int MOST = 1000;

    static PageRequest of(Optional<String> size, Optional<String> token) {
        return new PageRequest(size.map(PageRequest::size).orElse(STANDARD), token.map(PageRequest::decoded));
    }

    /** One page of items that are ordered by this key. */
    public <T> Page<T> of(List<T> ordered, Function<T, String> key) {
        return cut(
                ordered.stream()
                        .filter(item -> after.isEmpty() || key.apply(item).compareTo(after.get()) > 0)
                        .limit(size + 1L)
                        .toList(),
                key);
    }

    /** One page of the items after {@link #after}, of which one more than {@link #size} are given if there are more. */
    public <T> Page<T> cut(List<T> following, Function<T, String> key) {
        if (following.size() <= size) {
            return new Page<>(following, Optional.empty());
        }
        List<T> page = following.subList(0, size);
        return new Page<>(page, Optional.of(encoded(key.apply(page.get(size - 1)))));
    }

    private static int size(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Refusal.badRequest("request.page-size", "pageSize is a number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (key.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("no key of ours");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("request.page-token", "a pageToken is what nextPageToken said");
        }
    }
}
