package dev.vivarium.cloudinit.iso;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A checked path in the image.
 *
 * @param parents the directories, from the root down
 * @param name the last segment
 */
record ImagePath(List<String> parents, String name) {
    /** What one Rock Ridge name entry holds; Linux reads no more than 253. */
    private static final int MAX_NAME_BYTES = 250;

    private static final int MAX_DEPTH = 32;

    static ImagePath parse(String path) {
        List<String> segments = List.of(path.split("/", -1));
        if (segments.size() > MAX_DEPTH) {
            throw invalid(path, "deeper than " + MAX_DEPTH + " levels");
        }
        for (String segment : segments) {
            check(path, segment);
        }
        int last = segments.size() - 1;
        return new ImagePath(segments.subList(0, last), segments.get(last));
    }

    private static void check(String path, String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw invalid(path, "absolute, or with an empty, '.' or '..' segment");
        }
        if (segment.chars().anyMatch(Character::isISOControl)) {
            throw invalid(path, "with a control character");
        }
        try {
            int bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(segment))
                    .remaining();
            if (bytes > MAX_NAME_BYTES) {
                throw invalid(path, "a name of " + bytes + " bytes; " + MAX_NAME_BYTES + " is the most");
            }
        } catch (CharacterCodingException e) {
            throw invalid(path, "with half a surrogate pair");
        }
    }

    private static IllegalArgumentException invalid(String path, String why) {
        return new IllegalArgumentException("not a path for an image (" + why + "): " + path);
    }
}
