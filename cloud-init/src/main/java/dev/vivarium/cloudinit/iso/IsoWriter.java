package dev.vivarium.cloudinit.iso;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Writes one ISO 9660 image. Files are written straight into the image, one after the other, in the order of the calls; only
 * the directory tree is held in memory. The image depends on the label, the paths, modes and contents, and the order of the
 * files; on nothing else.
 *
 * <pre>{@code
 * try (IsoWriter iso = IsoWriter.create(path, "CIDATA")) {
 *     try (OutputStream out = iso.file("meta-data")) {
 *         out.write(bytes);
 *     }
 *     iso.finish();
 * }
 * }</pre>
 *
 * <p>The volume descriptors come last, by {@link #finish()}: what was closed without it, after an error, cannot be mounted and
 * is not mistaken for a whole image. Not for use by several threads.
 */
public final class IsoWriter implements Closeable {
    /** The largest file that fits, in bytes: ISO 9660 counts a file's bytes in 32 bits. */
    public static final long MAX_FILE_SIZE = 0xffff_ffffL;

    /** The mode of a file for which none is given. */
    public static final int DEFAULT_MODE = 0644;

    private static final Pattern LABEL = Pattern.compile("[A-Z0-9_]{1,16}");

    private final String label;
    private final SectorOutput out;
    private final Directory root = Directory.root();
    private boolean finished;

    /**
     * Starts an image.
     *
     * @param channel empty, open for writing; owned and closed by this writer
     * @param label the volume's label: 1 to 16 of {@code A-Z 0-9 _}, which every reader shows alike
     * @throws IllegalArgumentException if the label is another
     */
    public IsoWriter(SeekableByteChannel channel, String label) throws IOException {
        this.label = checkLabel(label);
        this.out = new SectorOutput(channel);
        out.skipTo(VolumeDescriptors.FIRST_SECTOR + VolumeDescriptors.SECTORS);
    }

    /**
     * Starts an image in a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one
     * @throws IllegalArgumentException if the label is not 1 to 16 of {@code A-Z 0-9 _}
     */
    public static IsoWriter create(Path file, String label) throws IOException {
        checkLabel(label);
        return new IsoWriter(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), label);
    }

    /** {@link #file(String, int)} with {@link #DEFAULT_MODE}. */
    public OutputStream file(String path) {
        return file(path, DEFAULT_MODE);
    }

    /**
     * Starts a file, of a size not known yet; closing the stream ends it. Only one can be open.
     *
     * @param path its place in the image, such as {@code a/b/c.txt}; directories arise from it with mode 0755
     * @param mode the permission bits, 0 to 0777; the owner is root
     * @return a buffered stream, which throws an {@link IOException} once the file is larger than {@link #MAX_FILE_SIZE}
     * @throws IllegalArgumentException if the path is absolute, has a segment that is empty, {@code .}, {@code ..} or longer
     *     than 250 bytes of UTF-8, holds a control character, or is taken
     * @throws IllegalStateException if another file is open, or the image is finished
     */
    public OutputStream file(String path, int mode) {
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("not a file mode: " + Integer.toOctalString(mode));
        }
        checkOpen();
        out.checkNoFileOpen();
        StoredFile file = new StoredFile(mode);
        root.add(ImagePath.parse(path), file);
        return out.file(path, file);
    }

    /**
     * Makes a directory, with mode 0755, where it would not arise from a file. One that is there already is left as it is.
     *
     * @throws IllegalArgumentException as {@link #file(String, int)}
     */
    public void directory(String path) {
        checkOpen();
        root.directory(ImagePath.parse(path));
    }

    /**
     * Writes directories, path tables and volume descriptors; the image is then whole and takes no more files.
     *
     * @throws IllegalStateException if a file is still open, or the image is finished
     */
    public void finish() throws IOException {
        finish(label);
    }

    /**
     * {@link #finish()} with another label than the one that was given at first, for one that depends on the content.
     *
     * @throws IllegalArgumentException if the label is not 1 to 16 of {@code A-Z 0-9 _}
     */
    public void finish(String lastLabel) throws IOException {
        checkLabel(lastLabel);
        checkOpen();
        out.checkNoFileOpen();
        ContinuationArea continuation = new ContinuationArea();
        Hierarchy primary = new Hierarchy(root, new PrimaryNames(new RockRidge(continuation)));
        Hierarchy joliet = new Hierarchy(root, new JolietNames());
        long next = primary.place(out.sector());
        next = joliet.place(next);
        continuation.place(next);
        primary.write(out);
        joliet.write(out);
        continuation.write(out);
        VolumeDescriptors.write(out, lastLabel, out.sector(), primary, joliet);
        finished = true;
    }

    /** Closes the channel. Without {@link #finish()} before, what is left is no image. */
    @Override
    public void close() throws IOException {
        out.close();
    }

    private void checkOpen() {
        if (finished) {
            throw new IllegalStateException("the image is finished");
        }
    }

    private static String checkLabel(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("not a volume label (1 to 16 of A-Z 0-9 _): " + label);
        }
        return label;
    }
}
