package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a layer's medium into the guest over the SSH connection. What an earlier try left there is kept if its end is as it
 * should be; the whole is proved by the guest when it unpacks.
 */
public final class LayerUpload {
    /** So much of what is there is compared before it is continued. */
    static final long COMPARED = 4 << 20;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})\\s*");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    private final GuestSession guest;
    private final Work work;
    private final Duration inactivity;
    private long reached;

    /** @param inactivity how long nothing may move */
    public LayerUpload(GuestSession guest, Work work, Duration inactivity) {
        this.guest = guest;
        this.work = work;
        this.inactivity = inactivity;
    }

    /**
     * Sends it; returns at once if it is there, or if the bundle is unpacked already.
     *
     * @param bundle the digest of the whole bundle
     * @throws VivariumException NOT_FOUND {@code bundle.medium-gone} if the file is not there any more, CAPACITY {@code
     *     guest.no-space} if the guest's disk is full, UNAVAILABLE if the connection breaks again and again
     */
    public void send(Digest bundle, NodeBundle.Layer layer) {
        long best = -1;
        int tries = 0;
        while (true) {
            try {
                sendOnce(bundle, layer);
                return;
            } catch (VivariumException e) {
                if (!GuestErrors.isPassing(e)) {
                    throw noSpace(e);
                }
                tries = reached > best ? 1 : tries + 1;
                best = Math.max(best, reached);
                if (tries >= TRIES) {
                    throw e;
                }
                work.progress(-1, "layer " + layer.name() + ": " + e.message() + "; going on");
                work.pause(PAUSE);
            }
        }
    }

    private void sendOnce(Digest bundle, NodeBundle.Layer layer) {
        long size = layer.mediumBytes();
        long there = there(bundle, layer.digest(), size);
        reached = there;
        if (there < 0) {
            work.progress(1, "layer " + layer.name() + " is there");
            return;
        }
        try (InputStream in = new FileInputStream(layer.file().toFile())) {
            if (there > size || (there > 0 && !endIsTheSame(layer, there))) {
                ask(GuestCommands.dropIncoming(layer.digest()));
                there = 0;
            }
            in.skipNBytes(there);
            long from = there;
            guest.upload(
                    GuestCommands.appendIncoming(layer.digest()),
                    in,
                    sent -> told(layer.name(), from + sent, size),
                    inactivity);
        } catch (IOException e) {
            throw gone(layer.file(), e);
        }
        ask(GuestCommands.finishIncoming(layer.digest(), size));
    }

    private void told(String name, long done, long size) {
        work.progress(
                size == 0 ? 1 : (double) done / size,
                "layer " + name + ": " + (done >> 20) + " of " + (size >> 20) + " MiB");
    }

    /** How many bytes are there; negative if nothing has to be sent. */
    private long there(Digest bundle, Digest layer, long size) {
        String said = ask(GuestCommands.incoming(bundle, layer, size)).out();
        if (said.strip().equals("complete")) {
            return -1;
        }
        Matcher number = SIZE.matcher(said);
        if (!number.matches()) {
            throw new VivariumException(
                    Kind.GUEST_FAULT,
                    "guest.answer",
                    "the guest does not say how much of the bundle it has: " + Printable.line(said));
        }
        return Long.parseLong(number.group(1));
    }

    private boolean endIsTheSame(NodeBundle.Layer layer, long there) throws IOException {
        long from = Math.max(0, there - COMPARED);
        String said = ask(GuestCommands.hashIncoming(layer.digest(), from)).out();
        return said.startsWith(hash(layer.file(), from, there).hex());
    }

    private static Digest hash(Path file, long from, long to) throws IOException {
        MessageDigest sha = Digest.newSha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (to > from) {
                sha.update(channel.map(FileChannel.MapMode.READ_ONLY, from, to - from));
            }
        }
        return Digest.finish(sha);
    }

    private ExecResult ask(String command) {
        ExecResult result = guest.exec(command, inactivity);
        if (!result.ok()) {
            throw GuestErrors.failed(command, result);
        }
        return result;
    }

    private static VivariumException gone(Path medium, IOException e) {
        return new VivariumException(
                Kind.NOT_FOUND,
                "bundle.medium-gone",
                "the packed layer " + medium + " cannot be read: " + e.getMessage()
                        + "; remove the node and create it anew, so that its bundle is packed again",
                e);
    }

    private static VivariumException noSpace(VivariumException e) {
        return e.message().contains("No space left")
                ? new VivariumException(
                        Kind.CAPACITY,
                        "guest.no-space",
                        "the guest's disk became full while the bundle was sent; give the node a larger disk",
                        e)
                : e;
    }
}
