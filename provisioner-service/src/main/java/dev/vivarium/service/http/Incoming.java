package dev.vivarium.service.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request as it comes in, before anything of it is believed.
 *
 * @param path as it was asked for
 * @param pathValues what stands for the names in the template
 * @param query all query parameters
 * @param header gives a header's value
 * @param headerCount how many headers there are
 * @param body not read yet
 * @param bodyLength as announced; negative if it is not
 * @param address where it comes from
 */
record Incoming(
        String path,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        Function<String, Optional<String>> header,
        int headerCount,
        InputStream body,
        long bodyLength,
        String address) {}
