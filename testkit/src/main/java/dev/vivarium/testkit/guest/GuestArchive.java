package dev.vivarium.testkit.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** What {@code tar -czf -} prints in a fake guest: its text files, in the oldest form of tar that everybody reads. */
final class GuestArchive {
    private static final int BLOCK = 512;
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private GuestArchive() {}

    /** Writes the files below these quoted, relative paths. */
    static void write(GuestState state, String folder, String quotedPaths, OutputStream out) throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(out);
        Matcher paths = QUOTED.matcher(quotedPaths);
        while (paths.find()) {
            for (Map.Entry<String, String> file :
                    state.filesBelow(folder + "/" + paths.group(1) + "/").entrySet()) {
                String name = file.getKey().substring(folder.length() + 1);
                entry(zipped, name, file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        zipped.write(new byte[2 * BLOCK]);
        zipped.finish();
    }

    private static void entry(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = '0';
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.write(header);
        out.write(content);
        out.write(new byte[Math.floorMod(-content.length, BLOCK)]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
