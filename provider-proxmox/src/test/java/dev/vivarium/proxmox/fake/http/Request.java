package dev.vivarium.proxmox.fake.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose body has come.
 *
 * @param path decoded, without the query
 * @param headers by lower-case name
 * @param parameters of query and body together; a list in JSON is one text with its parts between line ends
 * @param file what was uploaded
 */
public record Request(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> parameters,
        Optional<Upload> file) {

    /** A file that came in a multipart body. */
    public record Upload(String name, Path spooled) {}

    /** Between the parts of a list in a parameter. */
    public static final String LIST = "\n\u0000";

    public Request {
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The parts of a list. */
    public static List<String> list(String value) {
        return List.of(value.split(LIST, -1));
    }
}
