package dev.vivarium.proxmox.api;

import java.io.IOException;
import java.io.OutputStream;

/** A server in a process of its own that takes uploads and throws them away. */
public final class UploadSink {
    private UploadSink() {}

    /** Says its address and its certificate's fingerprint, and serves until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        byte[] piece = new byte[1 << 17];
        try (ScriptedServer server = new ScriptedServer().otherwise((request, out) -> {
            long left = Long.parseLong(request.header("Content-Length"));
            while (left > 0) {
                int count = request.rest().read(piece, 0, (int) Math.min(piece.length, left));
                if (count < 0) {
                    return false;
                }
                left -= count;
            }
            return ScriptedServer.data("\"UPID:pve:000002C1:0003BA82:6B00B1CC:imgcopy::vivarium@pve!test:\"")
                    .to(request, out);
        })) {
            System.out.println("at " + server.address() + " " + Clients.fingerprint(ScriptedServer.OURS));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
