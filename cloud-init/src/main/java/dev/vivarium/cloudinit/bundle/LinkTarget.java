package dev.vivarium.cloudinit.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Where a symbolic link of the bundle leads in the end, through all other links on its way; what is not there yet included. */
final class LinkTarget {
    private static final int MOST_LINKS = 40;

    private final Path root;
    private final Deque<Path> rest = new ArrayDeque<>();
    private Path at;

    private LinkTarget(Path root, Path at) {
        this.root = root;
        this.at = at;
    }

    /** Why the link must not go into a guest; empty if it stays in the bundle. */
    static Optional<String> problem(Path root, Path link) throws IOException {
        Path parent = link.getParent();
        return new LinkTarget(root, parent == null ? root : parent).follow(Files.readSymbolicLink(link));
    }

    private Optional<String> follow(Path target) throws IOException {
        String out = "leads out of the bundle, to " + target + "; use a relative link to something inside";
        if (!push(target)) {
            return Optional.of(out);
        }
        for (int links = 0; !rest.isEmpty(); ) {
            Path part = rest.pop();
            Path next = at.resolve(part);
            if (part.toString().equals("..")) {
                Path above = at.getParent();
                if (at.equals(root) || above == null) {
                    return Optional.of(out);
                }
                at = above;
            } else if (Files.isSymbolicLink(next)) {
                if (++links > MOST_LINKS) {
                    return Optional.of("leads through more than " + MOST_LINKS + " links, or in circles; let it lead"
                            + " straight to what is meant");
                }
                if (!push(Files.readSymbolicLink(next))) {
                    return Optional.of(out);
                }
            } else if (!part.toString().isEmpty() && !part.toString().equals(".")) {
                at = next;
            }
        }
        return Optional.empty();
    }

    /** Its parts come next; false for an absolute one. */
    private boolean push(Path target) {
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            rest.push(target.getName(i));
        }
        return !target.isAbsolute();
    }
}
